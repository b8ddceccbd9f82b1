namespace Plumb.Formats.Areas;

/// <summary>Classes on a grid, such as those of land cover.</summary>
/// <param name="Codes">Code of each pixel (pure number), <see cref="None"/> where there is none; shape (rows, columns), row by row.</param>
/// <param name="Names">Names of codes as the file tells them; empty where it tells none.</param>
public sealed record ClassMap(int[] Codes, IReadOnlyDictionary<int, string> Names)
{
    /// <summary>What stands where there is no class (code, unit: 1).</summary>
    public const int None = int.MinValue;
}
