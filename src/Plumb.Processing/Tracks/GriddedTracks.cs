using System.Globalization;
using Plumb.Components;
using Plumb.Formats.Gdal;
using Plumb.Grids;
using Plumb.Processing.Results;

namespace Plumb.Processing.Tracks;

/// <summary>The tracks that work is asked for on, and where they meet. Lengths in metres.</summary>
public sealed record TracksRequest
{
    /// <summary>Result folders or files, one a track.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The run that the first input is, where it is open already; null to open it.</summary>
    public ResultSet? Run { get; init; }

    /// <summary>Heading and incidence given by hand, radians, one for each input in order, null for its own; empty for none.</summary>
    public IReadOnlyList<(double Heading, double Incidence)?> Looks { get; init; } = [];

    /// <summary>Standard deviation of rates that bring none, metres per year; NaN for none.</summary>
    public double Sigma { get; init; } = double.NaN;

    /// <summary>Side of the common cells, metres; NaN for the pixels of the first input with a grid.</summary>
    public double Cell { get; init; } = double.NaN;

    /// <summary>Longitude, latitude (degrees) and radius (metres) of stable ground at which all tracks become zero; null for the reference of the first input.</summary>
    public (double Longitude, double Latitude, double Radius)? Reference { get; init; }

    /// <summary>Whether the tracks keep the levels they come with.</summary>
    public bool KeepLevels { get; init; }
}

/// <summary>Tracks on one grid, with one reference. Rates are metres per year, positive towards the satellite; maps have shape (rows, columns).</summary>
public sealed class GriddedTracks
{
    private GriddedTracks(Grid grid, IReadOnlyList<TrackSource> sources, IReadOnlyList<TrackTile> tiles, IReadOnlyList<TrackSampler> samplers)
    {
        (Grid, Sources, Tiles, Samplers) = (grid, sources, tiles, samplers);
        Levels = new double[sources.Count];
        RelativeTo = "each track's own reference";
    }

    /// <summary>The grid.</summary>
    public Grid Grid { get; }

    /// <summary>The inputs.</summary>
    public IReadOnlyList<TrackSource> Sources { get; }

    /// <summary>The tracks on the grid; one entry per cell.</summary>
    public IReadOnlyList<TrackTile> Tiles { get; }

    /// <summary>What was taken off each track to bring it to the common reference, metres per year; shape (track).</summary>
    public IReadOnlyList<double> Levels { get; private set; }

    /// <summary>What the values are relative to, in words.</summary>
    public string RelativeTo { get; private set; }

    /// <summary>Cells of the common reference, index row by row; empty where the tracks keep their own.</summary>
    public IReadOnlyList<int> ReferenceCells { get; private set; } = [];

    internal IReadOnlyList<TrackSampler> Samplers { get; }

    /// <summary>Reads the inputs and brings them to one grid and one reference.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="union">Whether the grid covers what any input covers, and not only what all do.</param>
    /// <exception cref="RequestException">An input cannot be used; the message says why.</exception>
    public static GriddedTracks Load(TracksRequest request, bool union = false)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        var sources = request.Inputs.Select((path, i) => TrackReader.Open(path, new TrackHints(request.Looks.Count > 0 ? request.Looks[i] : null, request.Sigma), i == 0 ? request.Run : null)).ToArray();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < sources.Length; i++)
        {
            var name = sources[i].Name;
            for (var k = 2; !names.Add(name); k++)
            {
                name = string.Create(CultureInfo.InvariantCulture, $"{sources[i].Name}-{k}");
            }

            sources[i] = sources[i] with { Name = name };
        }

        var grid = CommonGrid.Choose(sources, request.Cell, union);
        var samplers = sources.Select(s => TrackSampler.Of(s, grid)).ToArray();
        var tiles = sources.Zip(samplers, (s, m) => new TrackTile(m.All(s.Rate), m.All(s.Sigma), m.All(s.East), m.All(s.North), m.All(s.Up))).ToArray();
        var tracks = new GriddedTracks(grid, sources, tiles, samplers);
        if (!request.KeepLevels)
        {
            tracks.Refer(request);
        }

        return tracks;
    }

    /// <summary>From here on motion counts as upwards alone: the horizontal components of all look vectors become 0.</summary>
    internal void LookUpwards()
    {
        foreach (var tile in Tiles)
        {
            for (var i = 0; i < tile.Up.Length; i++)
            {
                (tile.East[i], tile.North[i]) = float.IsFinite(tile.Up[i]) ? (0, 0) : (float.NaN, float.NaN);
            }
        }
    }

    /// <summary>A track's field (coherence, height, in its own unit) on the grid; empty where the input has none; shape (rows, columns).</summary>
    /// <param name="track">Index of the track.</param>
    /// <param name="values">Chooses the field of the input.</param>
    public float[] Field(int track, Func<TrackSource, float[]> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var field = values(Sources[track]);
        return field.Length == 0 ? [] : Samplers[track].All(field);
    }

    /// <summary>A layer on the grid.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="title">Its title.</param>
    /// <param name="unit">Unit of its values.</param>
    /// <param name="sign">Which way they are positive.</param>
    /// <param name="values">Its values, shape (rows, columns).</param>
    public Layer Layer(string name, string title, Unit unit, Sign sign, float[] values) =>
        new(new LayerDescription(name, title, unit, sign, unit is Unit.MetrePerYear or Unit.Metre && sign != Sign.None ? RelativeTo : ""), Grid, values);

    /// <summary>Where a track's own reference lies on the grid: rows and columns, pixels; empty where that is unknown.</summary>
    /// <param name="track">Index of the track.</param>
    internal IReadOnlyList<(double Row, double Column)> ReferencePlaces(int track)
    {
        var source = Sources[track];
        if (source.Crs == Grid.Crs)
        {
            return [.. source.References.Select(r => Grid.PixelAt(r.X, r.Y))];
        }

        using var transform = new CoordinateTransform(source.Crs, Grid.Crs);
        return [.. source.References.Select(r => transform.Apply(r.X, r.Y)).Select(p => Grid.PixelAt(p.Item1, p.Item2))];
    }

    private static void Check(TracksRequest request)
    {
        if (request.Looks.Count > 0 && request.Looks.Count != request.Inputs.Count)
        {
            throw new RequestException($"--look is given {request.Looks.Count} times for {request.Inputs.Count} inputs. Give it once for each in their order, '-' for an input's own.");
        }

        var twice = request.Inputs.GroupBy(p => Path.TrimEndingDirectorySeparator(Path.GetFullPath(p)), StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new RequestException($"{twice.First()} is given twice. A track says nothing new of itself; name each once.");
        }

        if (request.Cell <= 0 || request.Sigma <= 0 || request.Reference is { Radius: <= 0 })
        {
            throw new RequestException("--cell, --sigma and the radius of --reference are above 0. Give a positive number, or leave them out.");
        }
    }

    /// <summary>Takes off every track its mean on the common reference.</summary>
    private void Refer(TracksRequest request)
    {
        IReadOnlyList<ReferenceCircle> circles;
        Crs crs;
        if (request.Reference is var (longitude, latitude, radius))
        {
            (circles, crs) = ([new ReferenceCircle(longitude, latitude, radius)], Crs.Wgs84);
            RelativeTo = string.Create(CultureInfo.InvariantCulture, $"the ground within {radius:0} m of longitude {longitude:0.0000}, latitude {latitude:0.0000}");
        }
        else if (Sources.FirstOrDefault(s => s.References.Count > 0) is { } source)
        {
            (circles, crs) = (source.References, source.Crs);
            RelativeTo = $"the reference of {source.Name}";
        }
        else
        {
            return;
        }

        ReferenceCells = CellsOf(circles, crs);
        var levels = new double[Tiles.Count];
        for (var t = 0; t < levels.Length; t++)
        {
            var values = ReferenceCells.Select(i => Tiles[t].Value[i]).Where(float.IsFinite).Order().ToArray();
            levels[t] = values.Length > 0 ? values.Average(v => (double)v) : throw new RequestException(
                $"{Sources[t].Name} has no good cell at {RelativeTo}, so the tracks have nothing in common to be zero at. Name stable ground that all of them see with --reference LON,LAT,RADIUS (metres), or keep their levels with --keep-levels.");
            for (var i = 0; i < Tiles[t].Value.Length; i++)
            {
                Tiles[t].Value[i] -= (float)levels[t];
            }
        }

        Levels = levels;
    }

    private List<int> CellsOf(IReadOnlyList<ReferenceCircle> circles, Crs crs)
    {
        var cells = new List<int>();
        var size = ResultSet.PixelSizeOf(Grid);
        foreach (var circle in circles)
        {
            var (x, y) = (circle.X, circle.Y);
            if (crs != Grid.Crs)
            {
                using var transform = new CoordinateTransform(crs, Grid.Crs);
                (x, y) = transform.Apply(x, y);
            }

            var (row, column) = Grid.PixelAt(x, y);
            // At least the cell that the centre lies in.
            var (high, wide) = (Math.Max(circle.Radius, 0.71 * size.Height) / size.Height, Math.Max(circle.Radius, 0.71 * size.Width) / size.Width);
            for (var r = Math.Max(0, (int)(row - high)); r <= Math.Min(Grid.Rows - 1, row + high); r++)
            {
                for (var c = Math.Max(0, (int)(column - wide)); c <= Math.Min(Grid.Columns - 1, column + wide); c++)
                {
                    if (Math.Pow((r - row) / high, 2) + Math.Pow((c - column) / wide, 2) <= 1)
                    {
                        cells.Add((r * Grid.Columns) + c);
                    }
                }
            }
        }

        return [.. cells.Distinct()];
    }
}
