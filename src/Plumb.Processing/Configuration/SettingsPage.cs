namespace Plumb.Processing.Configuration;

/// <summary>The page of the documentation that lists every setting, made from the settings themselves.</summary>
public static class SettingsPage
{
    /// <summary>The page as Markdown.</summary>
    public static string Write() =>
        $"""
        # Settings

        This page is made from the program; `plumb init` writes the same entries with your paths filled in.
        What a file leaves out keeps its default. A name that is not known, a value of the wrong type and a value out of
        range are refused with the line they stand on.

        ```yaml
        {SettingsWriter.Write(new PlumbSettings(), comments: true).TrimEnd('\n')}
        ```

        """.ReplaceLineEndings("\n");
}
