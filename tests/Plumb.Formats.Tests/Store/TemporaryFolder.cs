namespace Plumb.Formats.Tests.Store;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Location { get; } = Directory.CreateTempSubdirectory("plumb-test-").FullName;

    public string this[string name] => Path.Join(Location, name);

    public void Dispose() => Directory.Delete(Location, recursive: true);
}
