namespace Plumb.Formats.Tests.Gdal;

/// <summary>A folder of its own for one test, removed afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    internal TestFolder() => Path = Directory.CreateTempSubdirectory("plumb-test-").FullName;

    internal string Path { get; }

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
