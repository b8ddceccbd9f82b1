using System.Collections.Immutable;
using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Formats.Products;
using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Formats.Simulation;

/// <summary>
/// Writes the pairs of a scene as offsets in metres: for each a GeoTIFF of range offsets, positive away from the satellite, and one of correlation, with a <see cref="Sidecar"/> beside
/// them. The motion is that of the scene's truth; the noise is white, its standard deviation the stated one times sqrt(1 - c^2) / c.
/// </summary>
internal sealed class OffsetSceneWriter(SceneSimulator simulator, double sigma)
{
    private const int Strip = 256;
    private const int NoiseStream = 7301;
    private const float LeastCorrelation = 0.3f;
    private const float MostCorrelation = 0.95f;

    /// <summary>What is written of a pair, and its writing.</summary>
    public (string What, Action Write) Pair(int pair, string folder, CancellationToken cancel)
    {
        var dates = simulator.Network.Pairs[pair];
        var name = string.Create(CultureInfo.InvariantCulture, $"{dates.First:yyyyMMdd}_{dates.Second:yyyyMMdd}");
        return (name, () => Write(pair, Path.Combine(folder, name), cancel));
    }

    /// <summary>Writes what the rasters do not tell.</summary>
    public void WriteSidecar(string folder)
    {
        var scene = simulator.Scene.Sensor;
        File.WriteAllText(Path.Combine(folder, Sidecar.FileName), string.Create(CultureInfo.InvariantCulture, $"""
            sensor: {scene.Name}
            incidence: {(scene.IncidenceNear + scene.IncidenceFar) / 2:0.####}
            heading: {scene.Heading:0.####}
            observation: offset
            positive: away_from_satellite
            sigma: {sigma:0.######}

            """));
    }

    private void Write(int pair, string path, CancellationToken cancel)
    {
        using var offsets = Create(path + "_off.tif", "Offset along the line of sight, positive away from the satellite", "m");
        using var correlations = Create(path + "_cor.tif", "Correlation", "");
        var (rows, columns) = (simulator.Grid.Rows, simulator.Grid.Columns);
        var noise = new CounterRandom(unchecked(simulator.Scene.Seed + (7919L * simulator.Scene.Track)), NoiseStream, pair);
        var dates = simulator.Network.Pairs[pair];
        var (first, second) = (IndexOf(dates.First), IndexOf(dates.Second));
        var (from, to, correlation) = (new float[Strip * columns], new float[Strip * columns], new float[Strip * columns]);
        foreach (var tile in Tile.Cover(rows, columns, Strip, columns))
        {
            cancel.ThrowIfCancellationRequested();
            var count = tile.PixelCount;
            simulator.Displacement(first, tile, from.AsSpan(0, count));
            simulator.Displacement(second, tile, to.AsSpan(0, count));
            simulator.TrueCoherence(pair, tile, correlation.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                var c = correlation[i] = Math.Clamp(correlation[i], LeastCorrelation, MostCorrelation);
                var error = sigma * Math.Sqrt(1 - (c * c)) / c * noise.Normal((ulong)((tile.Row * columns) + i));
                to[i] = (float)(from[i] - to[i] + error);
            }

            offsets.Write(1, tile, to.AsSpan(0, count));
            correlations.Write(1, tile, correlation.AsSpan(0, count));
        }

        offsets.Complete();
        correlations.Complete();
    }

    private int IndexOf(DateOnly date) => simulator.Network.Dates.ToList().IndexOf(date);

    private RasterWriter Create(string path, string title, string unit) => RasterWriter.Create(path, simulator.Grid, new RasterOptions
    {
        Bands = [new RasterBand(title, unit)],
        TileSize = Strip,
        Metadata = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [new KeyValuePair<string, string>("TITLE", title)]),
    });
}
