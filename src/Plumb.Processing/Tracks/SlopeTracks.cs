using Plumb.Formats.Products;
using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Results;
using Plumb.Subsidence;

namespace Plumb.Processing.Tracks;

/// <summary>What <c>plumb slopes</c> is asked for.</summary>
public sealed record SlopesRequest
{
    /// <summary>The tracks.</summary>
    public required TracksRequest Tracks { get; init; }

    /// <summary>Heights as a GeoTIFF, metres; null for those of the first run that has any.</summary>
    public string? Dem { get; init; }

    /// <summary>Limits of the classes of visibility.</summary>
    public VisibilityOptions Visibility { get; init; } = new();

    /// <summary>Rules by which active areas are found.</summary>
    public ActiveAreaOptions Areas { get; init; } = new();

    /// <summary>Least share of motion down the slope that a line of sight must see, pure number.</summary>
    public double LeastSensitivity { get; init; } = 0.2;

    /// <summary>Most threads (count); 0 for all cores. Results do not depend on it.</summary>
    public int Threads { get; init; }
}

/// <summary>How one track sees the ground. Maps have shape (rows, columns).</summary>
/// <param name="Name">The track.</param>
/// <param name="Visibility">Class of each cell (flags of visibility).</param>
/// <param name="RIndex">R-index, pure number.</param>
/// <param name="Sensitivity">Share of motion down the slope that is seen, pure number from -1 to 1.</param>
/// <param name="Areas">Its active areas, those dropped too.</param>
public sealed record SlopeTrack(string Name, VisibilityClass[] Visibility, float[] RIndex, float[] Sensitivity, IReadOnlyList<ActiveArea> Areas);

/// <summary>Slopes and their motion on the common grid. Rates in metres per year; maps have shape (rows, columns).</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Terrain">The ground.</param>
/// <param name="RelativeTo">What rates are relative to.</param>
/// <param name="Tracks">The tracks.</param>
/// <param name="Combined">The better of the tracks' classes at each cell (flags of visibility).</param>
/// <param name="SlopeRate">Rate down the slope, metres per year.</param>
/// <param name="SlopeSigma">Its standard deviation, metres per year.</param>
/// <param name="Up">Rate upwards from two tracks and the aspect, metres per year; empty for one track.</param>
/// <param name="Along">Horizontal rate along the aspect, metres per year; empty for one track.</param>
/// <param name="United">Active areas of all tracks: cells (index row by row) and tracks (flags).</param>
public sealed record SlopeMaps(
    Grid Grid, Terrain Terrain, string RelativeTo, IReadOnlyList<SlopeTrack> Tracks, VisibilityClass[] Combined, float[] SlopeRate, float[] SlopeSigma, float[] Up, float[] Along,
    IReadOnlyList<(int[] Cells, int Tracks)> United)
{
    /// <summary>Share of the cells with heights in a class, pure number.</summary>
    /// <param name="classes">The classes, shape (rows, columns).</param>
    /// <param name="wanted">The class.</param>
    public static double ShareOf(VisibilityClass[] classes, VisibilityClass wanted)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return classes.Count(c => c == wanted) / (double)Math.Max(1, classes.Count(c => c != VisibilityClass.Unknown));
    }
}

/// <summary>Visibility, motion down the slopes and active areas from tracks and heights.</summary>
public static class SlopeTracks
{
    // Equations of two lines of sight and an aspect whose determinant is less say nothing.
    private const double LeastDeterminant = 0.3;

    /// <summary>Works the slopes out.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">There are no heights, or the tracks cannot be used.</exception>
    public static SlopeMaps Run(SlopesRequest request, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        var tracks = GriddedTracks.Load(request.Tracks, union: true);
        var grid = tracks.Grid;
        var size = ResultSet.PixelSizeOf(grid);
        var terrain = new Terrain(Heights(request, tracks), grid.Rows, grid.Columns, size.Width, size.Height);
        var looks = tracks.Sources.Select((s, t) => LooksOf(tracks, t, s.MeanLook())).ToArray();
        var seen = new List<SlopeTrack>();
        var together = ThreadLimit.Of(request.Threads, stop);
        for (var t = 0; t < looks.Length; t++)
        {
            stop.ThrowIfCancellationRequested();
            var look = looks[t];
            var classes = SlopeVisibility.Classify(terrain, look, request.Visibility with { LeastSensitivity = request.LeastSensitivity, Threads = request.Threads });
            float[] Map(Func<int, double> value) => [.. Enumerable.Range(0, classes.Length).Select(i => (float)value(i))];
            seen.Add(new SlopeTrack(
                tracks.Sources[t].Name, classes, Map(i => SlopeVisibility.RIndex(terrain, i, look(i))), Map(i => SlopeMotion.Sensitivity(terrain, i, look(i))),
                ActiveAreas.Find(tracks.Tiles[t].Value, terrain, classes, request.Areas with { Threads = request.Threads })));
        }

        var (rate, sigma) = Downhill(tracks, seen, request.LeastSensitivity, together);
        var (up, along) = UpAndAlong(tracks, terrain, looks, together);
        return new SlopeMaps(
            grid, terrain, tracks.RelativeTo, seen, Best(seen), rate, sigma, up, along,
            ActiveAreas.Unite([.. seen.Select(s => (IReadOnlyList<ActiveArea>)[.. s.Areas.Where(a => a.Fate == ActiveAreaFate.Kept)])]));
    }

    /// <summary>A look vector everywhere: the track's own where it has one, else its mean.</summary>
    private static Func<int, LookVector> LooksOf(GriddedTracks tracks, int track, (double East, double North, double Up) mean)
    {
        var tile = tracks.Tiles[track];
        return i => float.IsFinite(tile.Up[i]) ? new LookVector(tile.East[i], tile.North[i], tile.Up[i]) : new LookVector(mean.East, mean.North, mean.Up);
    }

    private static float[] Heights(SlopesRequest request, GriddedTracks tracks)
    {
        if (request.Dem is { } path)
        {
            var values = new float[tracks.Grid.PixelCount];
            using var reader = AlignedSource.Align(GdalRaster.Look(path, ValueRule.Plain), tracks.Grid, ResamplingKind.Bilinear).Open();
            reader.Read(tracks.Grid.Whole, values);
            return values.Any(float.IsFinite) ? values : throw new RequestException($"{path} has no height where the tracks are. Check that it is of this area.");
        }

        for (var t = 0; t < tracks.Sources.Count; t++)
        {
            if (tracks.Sources[t].Height.Length > 0 && tracks.Field(t, s => s.Height) is var heights && heights.Any(float.IsFinite))
            {
                return heights;
            }
        }

        throw new RequestException("None of the tracks brings heights. Give a GeoTIFF of heights in metres with --dem.");
    }

    private static (float[] Rate, float[] Sigma) Downhill(GriddedTracks tracks, List<SlopeTrack> seen, double least, ParallelOptions together)
    {
        var count = (int)tracks.Grid.PixelCount;
        var (rate, sigma) = (new float[count], new float[count]);
        Parallel.For(0, tracks.Grid.Rows, together, row =>
        {
            Span<double> values = stackalloc double[seen.Count], sigmas = stackalloc double[seen.Count], shares = stackalloc double[seen.Count];
            for (var i = row * tracks.Grid.Columns; i < (row + 1) * tracks.Grid.Columns; i++)
            {
                for (var t = 0; t < seen.Count; t++)
                {
                    // What lies in layover or shadow is not the motion of its own ground.
                    var distorted = seen[t].Visibility[i] is VisibilityClass.Layover or VisibilityClass.Shadow or VisibilityClass.Unknown;
                    (values[t], sigmas[t], shares[t]) = (distorted ? double.NaN : tracks.Tiles[t].Value[i], tracks.Tiles[t].Sigma[i], seen[t].Sensitivity[i]);
                }

                var (down, spread, _) = SlopeMotion.Along(values, sigmas, shares, least);
                (rate[i], sigma[i]) = ((float)down, (float)spread);
            }
        });
        return (rate, sigma);
    }

    private static (float[] Up, float[] Along) UpAndAlong(GriddedTracks tracks, Terrain terrain, Func<int, LookVector>[] looks, ParallelOptions together)
    {
        if (looks.Length != 2)
        {
            return ([], []);
        }

        var count = (int)tracks.Grid.PixelCount;
        var (up, along) = (new float[count], new float[count]);
        Parallel.For(0, count, together, i =>
        {
            var (u, h, determinant) = SlopeMotion.UpAndAlong(looks[0](i), looks[1](i), terrain.AspectAt(i), tracks.Tiles[0].Value[i], tracks.Tiles[1].Value[i]);
            var told = Math.Abs(determinant) >= LeastDeterminant;
            (up[i], along[i]) = (told ? (float)u : float.NaN, told ? (float)h : float.NaN);
        });
        return (up, along);
    }

    private static VisibilityClass[] Best(List<SlopeTrack> seen)
    {
        // From the worst to the best view.
        ReadOnlySpan<VisibilityClass> order =
            [VisibilityClass.Unknown, VisibilityClass.Shadow, VisibilityClass.Layover, VisibilityClass.Parallel, VisibilityClass.LowSensitivity, VisibilityClass.Sensitive, VisibilityClass.Flat];
        var best = (VisibilityClass[])seen[0].Visibility.Clone();
        foreach (var track in seen.Skip(1))
        {
            for (var i = 0; i < best.Length; i++)
            {
                if (order.IndexOf(track.Visibility[i]) > order.IndexOf(best[i]))
                {
                    best[i] = track.Visibility[i];
                }
            }
        }

        return best;
    }
}
