using Plumb.Web.Report;

namespace Plumb.Cli.Studies;

/// <summary>
/// A published study that can be run: its scenes, its own method and Plumb's chain on them, and a table 'published / ours'. What is particular to it (scenes, settings and
/// figures under <c>studies/NAME</c>, tables, page) is its own; running and writing is the same for all (<see cref="StudyBench"/>, <c>plumb study</c>).
/// </summary>
public interface IStudy
{
    /// <summary>Name on the command line and of its folder under <c>studies</c>.</summary>
    string Name { get; }

    /// <summary>What it is about, in one line.</summary>
    string Title { get; }

    /// <summary>Names of the parts that can be run alone, such as bands; in the order in which they run.</summary>
    IReadOnlyList<string> Parts { get; }

    /// <summary>Whether it can be run with other seeds of its scenes.</summary>
    bool HasSeed => true;

    /// <summary>Runs it.</summary>
    /// <param name="request">What is to be run.</param>
    /// <param name="bench">Where scenes and settings are run.</param>
    /// <exception cref="RequestException">The request does not fit the study; nothing was written.</exception>
    StudyOutcome Run(StudyRequest request, StudyBench bench);
}

/// <summary>What of a study is to be run.</summary>
/// <param name="Parts">Its parts, each one of those it names.</param>
/// <param name="Place">The place (a mine) around which alone it is run; null for all of it.</param>
public sealed record StudyRequest(IReadOnlyList<string> Parts, string? Place)
{
    /// <summary>Refuses a place, for a study that is only run as a whole.</summary>
    /// <param name="why">Why there is none, after "but".</param>
    /// <exception cref="RequestException">A place is named.</exception>
    public void RefusePlace(string why)
    {
        if (Place is { } place)
        {
            throw new RequestException($"--mine is '{place}', but {why}. Leave it out.");
        }
    }
}

/// <summary>What came of a study.</summary>
/// <param name="Text">The table 'published / ours' for people; each study says the unit in it.</param>
/// <param name="Tables">The same as comma-separated values: name of the file and content.</param>
/// <param name="Values">The same for machines: an object whose public properties are written.</param>
/// <param name="Page">The same as a page with figures.</param>
public sealed record StudyOutcome(string Text, IReadOnlyList<(string File, string Content)> Tables, object Values, StudyPage Page);
