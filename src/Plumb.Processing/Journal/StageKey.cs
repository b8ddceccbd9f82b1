using System.Security.Cryptography;
using System.Text;

namespace Plumb.Processing.Journal;

/// <summary>
/// What a stage's output depends on, as four hashes: data read from outside, settings, code, and the keys of the stages
/// before it. Two outputs with equal keys are equal byte for byte.
/// </summary>
/// <param name="Inputs">SHA-256 of the input files' contents, hexadecimal; empty when the stage reads none.</param>
/// <param name="Settings">SHA-256 of the settings the stage uses, hexadecimal.</param>
/// <param name="Code">Version of the program and of the stage.</param>
/// <param name="Upstream">SHA-256 over the keys of the stages before, hexadecimal.</param>
public sealed record StageKey(string Inputs, string Settings, string Code, string Upstream)
{
    /// <summary>The whole key as one hash, hexadecimal.</summary>
    public string Hash => HashOf($"{Inputs}\n{Settings}\n{Code}\n{Upstream}");

    /// <summary>SHA-256 of a text in UTF-8, hexadecimal in lower case.</summary>
    /// <param name="text">The text.</param>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>In words, what differs from an earlier key: "the input files, the settings".</summary>
    /// <param name="earlier">The earlier key.</param>
    public string DifferenceFrom(StageKey earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        var parts = new List<string>();
        if (Inputs != earlier.Inputs)
        {
            parts.Add("the input files");
        }

        if (Settings != earlier.Settings)
        {
            parts.Add("its settings or what they name");
        }

        if (Code != earlier.Code)
        {
            parts.Add("the program");
        }

        if (Upstream != earlier.Upstream)
        {
            parts.Add("an earlier stage");
        }

        return parts.Count == 0 ? "nothing" : string.Join(", ", parts);
    }
}
