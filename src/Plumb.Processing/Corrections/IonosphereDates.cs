using System.Globalization;
using Plumb.Corrections.Ionosphere;
using Plumb.Formats.Ionosphere;

namespace Plumb.Processing.Corrections;

/// <summary>The maps of the ionosphere about each moment: those of a file that reaches over it, or the last and the first of the files before and after it.</summary>
internal sealed class IonosphereDates(IReadOnlyList<IonexEntry> files)
{
    /// <summary>Longest time between the maps of two files that are joined.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(4);
    private readonly Dictionary<string, TecMaps> read = [];

    /// <summary>The maps of each moment; shape (date).</summary>
    /// <exception cref="RequestException">Dates lack maps; all are named.</exception>
    public TecMaps[] Of(DateTime[] moments)
    {
        var chosen = Array.ConvertAll(moments, Choose);
        var lacking = moments.Where((_, i) => chosen[i] is null).ToList();
        if (lacking.Count > 0)
        {
            throw new RequestException(
                $"{lacking.Count} of {moments.Length} dates have no maps of the ionosphere: {string.Join(", ", lacking.Take(8).Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}{(lacking.Count > 8 ? " and others" : "")}, at {moments[0].ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC. Get the files, or leave ionosphere out of corrections.sequence.");
        }

        return Array.ConvertAll(chosen, c => c!.Value.Later is { } later ? TecMaps.Join(Read(c.Value.Earlier), Read(later)) : Read(c.Value.Earlier));
    }

    private (IonexEntry Earlier, IonexEntry? Later)? Choose(DateTime moment)
    {
        if (files.FirstOrDefault(f => f.First <= moment && moment <= f.Last) is { } over)
        {
            return (over, null);
        }

        var earlier = files.Where(f => f.Last < moment).MaxBy(f => f.Last);
        var later = files.Where(f => f.First > moment).MinBy(f => f.First);
        return earlier is not null && later is not null && later.First - earlier.Last <= LongestGap ? (earlier, later) : null;
    }

    private TecMaps Read(IonexEntry file) => read.TryGetValue(file.Path, out var maps) ? maps : read[file.Path] = IonexFile.Read(file.Path);
}
