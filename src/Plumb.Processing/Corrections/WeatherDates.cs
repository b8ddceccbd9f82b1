using System.Globalization;
using Plumb.Corrections.Delays;
using Plumb.Formats.Weather;
using Plumb.Kernels;

namespace Plumb.Processing.Corrections;

/// <summary>The delays of each date of a scene from weather files: the file of the day, or the times before and after the acquisition.</summary>
internal sealed class WeatherDates
{
    private const string Purpose = "The delays of the troposphere";
    private readonly IReadOnlyList<WeatherEpoch> epochs;
    private readonly PixelPlaces places;
    private readonly TimeSpan? time;
    private readonly TimeSpan longest;

    public WeatherDates(IReadOnlyList<WeatherEpoch> epochs, PixelPlaces places, TimeSpan? time, TimeSpan longest)
    {
        // Weather that does not lie over the scene is of no use to it.
        this.epochs = [.. epochs.Where(e => e.Nodes.Covers(places.South, places.West) && e.Nodes.Covers(places.North, places.East))];
        (this.places, this.time, this.longest) = (places, time, longest);
        if (this.epochs.Count == 0)
        {
            throw new RequestException(string.Create(
                CultureInfo.InvariantCulture,
                $"No weather covers the scene (latitude {places.South:0.##} to {places.North:0.##}, longitude {places.West:0.##} to {places.East:0.##} degrees); {Path.GetFileName(epochs[0].Path)} has {epochs[0].Nodes}. Get weather for half a degree more on each side."));
        }
    }

    /// <summary>The delays of each date; their memory is claimed from the budget, to be given back with <see cref="GiveBack"/>.</summary>
    /// <exception cref="RequestException">Dates lack weather; all are named.</exception>
    public DelayCube[] Of(IReadOnlyList<DateOnly> dates, double[] heights, MemoryBudget budget, CancellationToken cancellation)
    {
        var chosen = dates.Select(Choose).ToArray();
        var lacking = dates.Where((_, i) => chosen[i] is null).ToList();
        if (lacking.Count > 0)
        {
            throw new RequestException(
                $"{lacking.Count} of {dates.Count} dates have no weather within {longest.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} hours: {string.Join(", ", lacking.Take(8).Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}{(lacking.Count > 8 ? " and others" : "")}{(time is { } t ? $" at {t:hh\\:mm\\:ss} UTC" : "; the products name no time of day: set corrections.troposphere.time")}. Get the files, or leave troposphere out of corrections.sequence.");
        }

        var cubes = new DelayCube[dates.Count];
        var read = new Dictionary<WeatherEpoch, DelayCube>();
        var claimed = new HashSet<DelayCube>();
        DelayCube Claimed(DelayCube cube)
        {
            budget.Claim(cube.Bytes, Purpose);
            claimed.Add(cube);
            return cube;
        }

        DelayCube Read(WeatherEpoch epoch) => read.TryGetValue(epoch, out var cube) ? cube : read[epoch] = Claimed(ReadNow(epoch, heights));
        try
        {
            for (var i = 0; i < cubes.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var (earlier, later, share) = chosen[i]!.Value;
                cubes[i] = share == 0 ? Read(earlier) : Claimed(DelayCube.Between(Read(earlier), Read(later), share));

                // Dates ascend, so what ended before this one is not asked for again.
                foreach (var past in read.Where(e => e.Key.Time < earlier.Time && !cubes.Contains(e.Value)).ToList())
                {
                    read.Remove(past.Key);
                    GiveBack(budget, [past.Value]);
                    claimed.Remove(past.Value);
                }
            }
        }
        catch
        {
            GiveBack(budget, claimed);
            throw;
        }

        GiveBack(budget, claimed.Where(c => !cubes.Contains(c)));
        return cubes;
    }

    /// <summary>Gives the memory of delays back to the budget.</summary>
    public static void GiveBack(MemoryBudget budget, IEnumerable<DelayCube> cubes) => budget.GiveBack(cubes.Distinct().Sum(c => c.Bytes));

    private DelayCube ReadNow(WeatherEpoch epoch, double[] heights) => epoch.Kind is WeatherKind.DelayGround or WeatherKind.DelayHeights
        ? DelayFile.Read(epoch, places.South, places.North, places.West, places.East)
        : DelayCube.Of(WeatherFile.Read(epoch, places.South, places.North, places.West, places.East), heights);

    private (WeatherEpoch Earlier, WeatherEpoch Later, double Share)? Choose(DateOnly date)
    {
        var day = epochs.FirstOrDefault(e => e.IsWholeDay && DateOnly.FromDateTime(e.Time) == date);
        if (day is not null)
        {
            return (day, day, 0);
        }

        if (time is null)
        {
            return null;
        }

        var when = date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) + time.Value;
        var earlier = epochs.LastOrDefault(e => !e.IsWholeDay && e.Time <= when && when - e.Time <= longest);
        var later = epochs.FirstOrDefault(e => !e.IsWholeDay && e.Time >= when && e.Time - when <= longest);
        return (earlier, later) switch
        {
            (null, null) => null,
            ({ } e, { } l) when e.Kind == l.Kind && e.Nodes == l.Nodes => (e, l, e == l ? 0 : (when - e.Time) / (l.Time - e.Time)),
            ({ } e, { } l) => when - e.Time <= l.Time - when ? (e, e, 0) : (l, l, 0),
            ({ } e, null) => when - e.Time <= longest / 2 ? (e, e, 0) : null,
            (null, { } l) => l.Time - when <= longest / 2 ? (l, l, 0) : null,
        };
    }
}
