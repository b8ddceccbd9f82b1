using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Plumb.Processing.Configuration;

/// <summary>One node of a settings file with the line it stands on (count, from 1).</summary>
internal abstract record SettingsNode(int Line);

/// <summary>A single value; <paramref name="Quoted"/> when it stood in quotes and so is a text whatever it looks like.</summary>
internal sealed record SettingsScalar(int Line, string Text, bool Quoted) : SettingsNode(Line)
{
    public bool IsEmpty => !Quoted && Text is "" or "~" or "null";
}

/// <summary>A list of values.</summary>
internal sealed record SettingsList(int Line, IReadOnlyList<SettingsNode> Items) : SettingsNode(Line);

/// <summary>A section: names with their values in the order of the file.</summary>
internal sealed record SettingsSection(int Line, IReadOnlyList<SettingsEntry> Entries) : SettingsNode(Line);

/// <summary>A name with its value.</summary>
internal sealed record SettingsEntry(int Line, string Name, SettingsNode Value);

/// <summary>
/// Reads the part of YAML that settings are written in: sections, lists and values. Whatever could make a small file
/// a large one, or one text mean two things, is refused: anchors, aliases, tags, duplicate names, several documents.
/// </summary>
internal sealed class SettingsDocument
{
    /// <summary>Largest settings file, characters.</summary>
    public const int LargestFile = 1 << 20;

    private const int DeepestNesting = 32;
    private const int MostNodes = 100_000;

    private readonly IParser parser;
    private readonly string fileName;
    private int nodes;

    private SettingsDocument(IParser parser, string fileName)
    {
        this.parser = parser;
        this.fileName = fileName;
    }

    /// <summary>The root of a settings file; null when it holds nothing but comments.</summary>
    public static SettingsNode? Parse(string text, string fileName)
    {
        CheckText(text, fileName);
        try
        {
            return new SettingsDocument(new Parser(new StringReader(text)), fileName).ReadDocument();
        }
        catch (YamlException error)
        {
            throw new RequestException(Describe(error, text, fileName), error);
        }
    }

    private static void CheckText(string text, string fileName)
    {
        if (text.Length > LargestFile)
        {
            throw new RequestException($"{fileName}: a settings file is at most 1 MiB; this one is larger. Is it the right file?");
        }

        var line = 1;
        foreach (var letter in text)
        {
            if (letter == '\n')
            {
                line++;
            }
            else if ((char.IsControl(letter) && letter is not ('\r' or '\t')) || letter == '\uFFFD')
            {
                throw new RequestException($"{fileName}:{line}: not a text file in UTF-8; settings are YAML text. Is it the right file?");
            }
        }
    }

    private static string Describe(YamlException error, string text, string fileName)
    {
        var number = (int)Math.Max(1, error.Start.Line);
        var lines = text.Split('\n');
        // The parser may name a line beside the one that is wrong.
        for (var index = Math.Max(0, number - 3); index < Math.Min(lines.Length, number + 1); index++)
        {
            if (lines[index].TrimStart(' ').StartsWith('\t'))
            {
                return $"{fileName}:{index + 1}: the line is indented with a tab; YAML wants spaces. Replace the tab.";
            }
        }

        var reason = error.Message;
        if (reason.Length > 200)
        {
            reason = reason[..200] + "...";
        }

        return $"{fileName}:{number}: not valid YAML: {reason} A setting is written 'name: value', sections are indented by two spaces.";
    }

    private SettingsNode? ReadDocument()
    {
        Expect<StreamStart>();
        if (parser.Current is StreamEnd)
        {
            return null;
        }

        Expect<DocumentStart>();
        var root = ReadNode(0);
        Expect<DocumentEnd>();
        if (parser.Current is not StreamEnd)
        {
            throw Refuse(parser.Current!.Start, "a second YAML document begins here ('---'); a settings file holds one.");
        }

        return root is SettingsScalar { IsEmpty: true } ? null : root;
    }

    private void Expect<T>()
        where T : ParsingEvent
    {
        if (parser.Current is null)
        {
            Next();
        }

        if (parser.Current is not T)
        {
            throw Refuse(parser.Current!.Start, "the structure of the file is not that of settings.");
        }

        Next();
    }

    private void Next()
    {
        do
        {
            if (!MoveNext())
            {
                return;
            }
        }
        while (parser.Current is Comment);
    }

    private bool MoveNext()
    {
        var at = parser.Current?.End ?? Mark.Empty;
        try
        {
            return parser.MoveNext();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            // The parser's own way of giving up on some malformed texts.
            throw new YamlException(at, at, "the text cannot be parsed from here on.", error);
        }
    }

    private SettingsNode ReadNode(int depth)
    {
        var current = parser.Current!;
        if (depth > DeepestNesting)
        {
            throw Refuse(current.Start, $"sections are nested deeper than {DeepestNesting}; no setting is.");
        }

        if (++nodes > MostNodes)
        {
            throw Refuse(current.Start, $"more than {MostNodes} values; no settings file has so many.");
        }

        return current switch
        {
            AnchorAlias => throw Refuse(current.Start, "YAML aliases ('*name') are not read; write the value out."),
            NodeEvent { Anchor.IsEmpty: false } => throw Refuse(current.Start, "YAML anchors ('&name') are not read; write the value where it is needed."),
            NodeEvent { Tag.IsEmpty: false } => throw Refuse(current.Start, "YAML tags ('!name') are not read; write the plain value."),
            Scalar scalar => ReadScalar(scalar),
            SequenceStart start => ReadList(start, depth),
            MappingStart start => ReadSection(start, depth),
            _ => throw Refuse(current.Start, "the structure of the file is not that of settings."),
        };
    }

    private SettingsScalar ReadScalar(Scalar scalar)
    {
        var node = new SettingsScalar(Line(scalar.Start), scalar.Value, scalar.Style is not ScalarStyle.Plain);
        Next();
        return node;
    }

    private SettingsList ReadList(SequenceStart start, int depth)
    {
        var items = new List<SettingsNode>();
        Next();
        while (parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }

        Next();
        return new SettingsList(Line(start.Start), items);
    }

    private SettingsSection ReadSection(MappingStart start, int depth)
    {
        var entries = new List<SettingsEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        Next();
        while (parser.Current is not MappingEnd)
        {
            var at = parser.Current!.Start;
            if (ReadNode(depth + 1) is not SettingsScalar key)
            {
                throw Refuse(at, "the name of a setting is a single word, not a list or a section.");
            }

            if (lines.TryGetValue(key.Text, out var before))
            {
                throw Refuse(at, $"'{Shorten(key.Text)}' is set twice, first in line {before}. Keep one of them.");
            }

            lines.Add(key.Text, key.Line);
            entries.Add(new SettingsEntry(key.Line, key.Text, ReadNode(depth + 1)));
        }

        Next();
        return new SettingsSection(Line(start.Start), entries);
    }

    private RequestException Refuse(Mark at, string what) => new($"{fileName}:{Line(at)}: {what}");

    private static int Line(Mark mark) => (int)mark.Line;

    /// <summary>A text fit for a message: one line, no control characters, at most 60 characters.</summary>
    public static string Shorten(string text)
    {
        var shown = new StringBuilder();
        foreach (var letter in text)
        {
            shown.Append(char.IsControl(letter) ? ' ' : letter);
            if (shown.Length == 60)
            {
                return shown.Append("...").ToString();
            }
        }

        return shown.ToString();
    }
}
