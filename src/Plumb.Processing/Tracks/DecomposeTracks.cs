using Plumb.Components;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Results;

namespace Plumb.Processing.Tracks;

/// <summary>What is made of the motion to the north where it is not estimated.</summary>
public enum NorthRule
{
    /// <summary>It is as large as the slope of the vertical motion says, where the map shows that horizontal motion goes with it, and as the motion to the east where that goes its own way; it enters the standard deviations alone.</summary>
    Neglected,

    /// <summary>It is what the slope of the vertical motion says, where the map shows that horizontal motion goes with it.</summary>
    FromSlope,

    /// <summary>It is what the options say, everywhere.</summary>
    Stated,
}

/// <summary>What <c>plumb decompose</c> is asked for.</summary>
public sealed record DecomposeRequest
{
    /// <summary>The tracks.</summary>
    public required TracksRequest Tracks { get; init; }

    /// <summary>Folder of the results.</summary>
    public required string Folder { get; init; }

    /// <summary>What is assumed of the motion to the north, metres per year.</summary>
    public DecompositionOptions North { get; init; } = new();

    /// <summary>What is made of the motion to the north where it is not free. Anything but <see cref="NorthRule.Stated"/> needs a motion and a standard deviation of 0 in <see cref="North"/>.</summary>
    public NorthRule NorthRule { get; init; }

    /// <summary>Whether series are joined too, where the inputs have them.</summary>
    public bool Series { get; init; } = true;

    /// <summary>Most threads (count); 0 for all cores.</summary>
    public int Threads { get; init; }
}

/// <summary>The components of a motion on the common grid. Rates in metres per year; maps have shape (rows, columns).</summary>
/// <param name="Tracks">The tracks.</param>
/// <param name="Options">What was assumed of the motion to the north.</param>
/// <param name="Tile">The components, one entry per cell.</param>
public sealed record Decomposition(GriddedTracks Tracks, DecompositionOptions Options, ComponentTile Tile)
{
    /// <summary>How the motion to the east goes with the slope of the vertical rate (metres); null where it was not asked for, or the map does not show it.</summary>
    public SlopeRelation? Relation { get; init; }

    /// <summary>What was assumed of the motion to the north cell by cell, metres per year; null for the same everywhere.</summary>
    public NorthTile? North { get; init; }

    /// <summary>What was assumed of the north at some cells, metres per year.</summary>
    /// <param name="cells">The cells, index row by row.</param>
    internal NorthTile? NorthAt(IReadOnlyList<int> cells) => North is { } n ? new NorthTile([.. cells.Select(c => n.Assumed[c])], [.. cells.Select(c => n.Sigma[c])]) : null;

    /// <summary>Number of cells with components, a count.</summary>
    public int Cells => Tile.East.Count(float.IsFinite);

    /// <summary>The maps: vertical, east, north where it is free, standard deviations, and how one unit of motion to the north moves them (pure numbers).</summary>
    public IReadOnlyList<Layer> Layers()
    {
        Layer Rate(string name, string title, Sign sign, float[] values) => Tracks.Layer(name, title, Unit.MetrePerYear, sign, values);
        var layers = new List<Layer>
        {
            Rate("vertical_rate", "Rate upwards", Sign.Up, Tile.Up),
            Rate("vertical_rate_sigma", "Standard deviation of the rate upwards", Sign.None, Tile.UpSigma),
            Rate("east_rate", "Rate to the east", Sign.East, Tile.East),
            Rate("east_rate_sigma", "Standard deviation of the rate to the east", Sign.None, Tile.EastSigma),
            Tracks.Layer("east_vertical_correlation", "Correlation of the errors to the east and upwards", Unit.One, Sign.None, Tile.Correlation),
            Tracks.Layer("looks", "Number of tracks used", Unit.Count, Sign.None, [.. Tile.Looks.Zip(Tile.East, (l, e) => float.IsFinite(e) ? l : float.NaN)]),
        };
        if (Options.NorthFree || North is not null)
        {
            layers.Add(Rate("north_rate", "Rate to the north", Sign.North, Tile.North));
            layers.Add(Rate("north_rate_sigma", "Standard deviation of the rate to the north", Sign.None, Tile.NorthSigma));
        }

        if (!Options.NorthFree)
        {
            layers.Add(Tracks.Layer("vertical_north_bias", "Error upwards for one unit of motion to the north that was not assumed", Unit.One, Sign.None, Tile.UpBias));
            layers.Add(Tracks.Layer("east_north_bias", "Error to the east for one unit of motion to the north that was not assumed", Unit.One, Sign.None, Tile.EastBias));
        }

        return layers;
    }
}

/// <summary>Vertical and east rates from the tracks of a request.</summary>
public static class DecomposeTracks
{
    private const int Portion = 1 << 14;

    /// <summary>Decomposes rates.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="stop">Stops the work.</param>
    /// <returns>The components, metres per year.</returns>
    /// <exception cref="RequestException">There are too few tracks, they share no ground, or nowhere do they tell the components apart.</exception>
    public static Decomposition Rates(DecomposeRequest request, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.North.Check();
        var needed = request.North.NorthFree ? 3 : 2;
        var given = request.Tracks.Inputs.Count;
        if (given < needed || given > LookDecomposition.MostLooks)
        {
            throw new RequestException(request.North.NorthFree && given >= 2
                ? $"--north-free needs three tracks that look from three directions; {given} are given. Leave it out, or add a track."
                : $"{given} tracks are given; components are told apart from {needed} to {LookDecomposition.MostLooks}. Name their result folders or velocity files one after the other.");
        }

        // Of more tracks than are needed, any that meet will do.
        var tracks = GriddedTracks.Load(request.Tracks, union: given > needed);
        var cells = (int)tracks.Grid.PixelCount;
        var tile = new ComponentTile(cells);
        TrackTile[] tiles = [.. tracks.Tiles];
        void Solve(NorthTile? north) => Parallel.For(
            0, (cells + Portion - 1) / Portion, ThreadLimit.Of(request.Threads, stop),
            p => LookDecomposition.Solve(tiles, request.North, north, tile, p * Portion, Math.Min(Portion, cells - (p * Portion))));
        Solve(null);
        var result = new Decomposition(tracks, request.North, tile);
        if (result.Cells == 0)
        {
            throw new RequestException(Refusal(tracks, needed));
        }

        var isStated = request.North.NorthFree || request.NorthRule == NorthRule.Stated || request.North.North != 0 || request.North.NorthSigma != 0;
        if (!isStated && NorthOf(tracks.Grid, tile, request.NorthRule == NorthRule.FromSlope) is var (relation, north))
        {
            Solve(north);
            result = result with { Relation = relation, North = north };
        }

        return result;
    }

    /// <summary>What the slope of the vertical rate, where the map shows that it says anything, and motion to the east that goes its own way say of the north; null where neither does.</summary>
    private static (SlopeRelation? Relation, NorthTile North)? NorthOf(Grid grid, ComponentTile tile, bool isAssumed)
    {
        var (width, height) = ResultSet.PixelSizeOf(grid);
        if (double.IsNaN(width + height))
        {
            return null;
        }

        var (east, north) = MotionSlope.Slopes(tile.Up, grid.Columns, height, width);
        var relation = MotionSlope.Fit(tile.East, tile.EastSigma, east, grid.Columns) is { IsShown: true } shown ? shown : null;
        var unrelated = MotionSlope.Unrelated(tile.East, tile.EastSigma, east, relation?.Factor ?? 0, grid.Columns);
        if (relation is null && unrelated.All(s => s == 0))
        {
            return null;
        }

        var said = relation is null ? new NorthTile(new float[unrelated.Length], new float[unrelated.Length]) : MotionSlope.North(relation, north, isAssumed);
        return (relation, said with { Sigma = [.. said.Sigma.Zip(unrelated, (a, b) => MathF.Sqrt((a * a) + (b * b)))] });
    }

    private static string Refusal(GriddedTracks tracks, int needed)
    {
        var common = Enumerable.Range(0, (int)tracks.Grid.PixelCount).Count(i => tracks.Tiles.Count(t => float.IsFinite(t.Value[i])) >= needed);
        return common == 0
            ? $"The tracks {string.Join(", ", tracks.Sources.Select(s => s.Name))} have no good cell in common. Larger cells (--cell, metres) may help where they are points."
            : $"{common} cells are seen by {needed} tracks or more, but these look from nearly the same direction, so that the components cannot be told apart. Add a track of the other direction of flight.";
    }
}
