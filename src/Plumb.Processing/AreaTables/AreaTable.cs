using Plumb.Formats.Areas;
using Plumb.Formats.Features;
using Plumb.Formats.GeoPackage;
using Plumb.Grids;
using Plumb.Processing.Basins;
using Plumb.Processing.Results;
using Plumb.Subsidence;

namespace Plumb.Processing.AreaTables;

/// <summary>What an area (mine, concession, district) does in a run, by one method. Rates in metres per year, displacements in metres.</summary>
public sealed record AreaRow
{
    /// <summary>Name of the area.</summary>
    public required string Area { get; init; }

    /// <summary>Name of the run: its settings' output.title, or its folder.</summary>
    public required string Run { get; init; }

    /// <summary>Method: series (rate of the series) or stacking (rate of the pairs at once).</summary>
    public required string Method { get; init; }

    /// <summary>Good pixels in the area (count).</summary>
    public required long Pixels { get; init; }

    /// <summary>Share of the area's pixels that have data (0 to 1).</summary>
    public required double Coverage { get; init; }

    /// <summary>Largest rate in the direction looked for, mean over the least extent, metres per year; NaN where there is none.</summary>
    public required double Rate { get; init; }

    /// <summary>Its standard deviation, metres per year.</summary>
    public required double RateSigma { get; init; }

    /// <summary>Largest displacement from the first to the last date at any place, mean over the least extent, metres; NaN for stacking.</summary>
    public required double Displacement { get; init; }

    /// <summary>Its standard deviation, metres.</summary>
    public required double DisplacementSigma { get; init; }

    /// <summary>Area of good pixels whose rate is beyond the limit, square metres.</summary>
    public required double Beyond { get; init; }

    /// <summary>Area of those that are beyond it by two standard deviations, square metres.</summary>
    public required double SurelyBeyond { get; init; }

    /// <summary>Volume of the displacement, cubic metres; NaN for stacking.</summary>
    public required double Volume { get; init; }

    /// <summary>Its standard deviation, cubic metres.</summary>
    public required double VolumeSigma { get; init; }
}

/// <summary>Tables of areas over one run or several.</summary>
public static class AreaTable
{
    /// <summary>The rows of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">Name of the run.</param>
    /// <param name="areas">The areas.</param>
    /// <param name="limit">Limit of the rate, metres per year, positive.</param>
    /// <returns>A row for each area that the map holds and each method; rates in metres per year.</returns>
    /// <exception cref="RequestException">The results are in radar coordinates.</exception>
    public static IReadOnlyList<AreaRow> Of(FinishedRun run, string name, IReadOnlyList<NamedArea> areas, double limit)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(areas);
        var (results, settings) = (run.Results, run.Settings.Subsidence);
        if (results.Grid.Crs.IsRadar)
        {
            throw new RequestException($"The results in {run.Folder} are in radar coordinates, so no area can be drawn on them. Geocode the products first.");
        }

        var (factor, _) = VerticalFactor.Of(results, settings.Axis);
        var mask = results.Mask();
        var noise = new BasinNoise(results, run.Settings.Rate.TimeAxis, mask, factor);
        var pixel = results.PixelSize();
        var options = new BasinOptions(pixel.Width, pixel.Height) { Direction = settings.Direction, MinExtent = settings.MinExtent };
        var last = results.Dates.Count - 1;
        var rows = new List<(int Area, AreaRow Row)>();
        void Add(string method, Layer rate, Layer? displacement)
        {
            var field = noise.Rate(VerticalFactor.Apply(factor, rate));
            var gauge = new BasinGauge(field, options);
            var moved = displacement is null ? null : new BasinGauge(noise.Displacement(VerticalFactor.Apply(factor, displacement), last), options);
            var inside = new bool[results.Grid.PixelCount];
            for (var k = 0; k < areas.Count; k++)
            {
                Array.Clear(inside);
                if (AreaReader.Project(areas[k].Area, results.Grid.Crs).Rasterise(results.Grid, inside) > 0)
                {
                    rows.Add((k, Row(name, areas[k].Name, method, field, gauge, moved, Array.ConvertAll(inside, i => i ? 1 : 0), options, limit)));
                }
            }
        }

        // One method after the other, so that no more maps are held than one needs.
        Add("series", results.Rate(), last > 0 ? results.Displacement(last) : null);
        if (results.StackedRate() is { } stacked)
        {
            Add("stacking", stacked, null);
        }

        return [.. rows.OrderBy(r => r.Area).Select(r => r.Row)];
    }

    /// <summary>Writes areas.csv, and areas.geojson and areas.gpkg with the polygons, in mm and mm/yr; nothing without rows.</summary>
    /// <param name="folder">The folder; it is created.</param>
    /// <param name="areas">The areas.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string folder, IReadOnlyList<NamedArea> areas, IReadOnlyList<AreaRow> rows)
    {
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            return;
        }

        FeatureField[] fields =
        [
            FeatureField.OfText("area"), FeatureField.OfText("run"), FeatureField.OfText("method"), new("pixels", 0), new("coverage", 3), new("rate_mm_yr", 2), new("rate_sigma_mm_yr", 2),
            new("displacement_mm", 2), new("displacement_sigma_mm", 2), new("beyond_m2", 0), new("surely_beyond_m2", 0), new("volume_m3", 1), new("volume_sigma_m3", 1),
        ];
        var shapes = areas.ToDictionary(a => a.Name, a => Polygon(AreaReader.Project(a.Area, Crs.Wgs84)));
        var table = new FeatureTable("areas", "Motion of areas", "Largest rate and displacement, area beyond the limit, volume.", FeatureKind.Polygon, fields, [.. rows.Select(r => new Feature(
            shapes[r.Area],
            [
                r.Area, r.Run, r.Method, r.Pixels, r.Coverage, 1000 * r.Rate, 1000 * r.RateSigma, 1000 * r.Displacement, 1000 * r.DisplacementSigma, r.Beyond, r.SurelyBeyond, r.Volume, r.VolumeSigma,
            ]))]);
        FeatureFiles.WriteCsv(Path.Combine(folder, "areas.csv"), table);
        FeatureFiles.WriteGeoJson(Path.Combine(folder, "areas.geojson"), table);
        GeoPackageFeatureFile.Write(Path.Combine(folder, "areas.gpkg"), [table], new DateOnly(2000, 1, 1));
    }

    private static AreaRow Row(string run, string area, string method, BasinField rate, BasinGauge gauge, BasinGauge? moved, int[] inside, BasinOptions options, double limit)
    {
        var sign = options.Direction == MotionDirection.Rising ? 1 : -1;
        var (all, good, beyond, sure) = (0L, 0L, 0L, 0L);
        for (var i = 0; i < inside.Length; i++)
        {
            all += inside[i];
            if (inside[i] == 0 || !rate.Mask.IsGood(i) || !float.IsFinite(rate.Motion.Values[i]))
            {
                continue;
            }

            good++;
            var (size, own, shared) = (sign * rate.Motion.Values[i], rate.OwnSigma.Values[i], rate.SharedSigma?.Values[i] ?? 0);
            beyond += size >= limit ? 1 : 0;
            sure += size - (2 * Math.Sqrt((own * own) + (shared * shared))) >= limit ? 1 : 0;
        }

        var (r, d) = (good > 0 ? gauge.Measure(inside, 1)[0] : null, good > 0 ? moved?.Measure(inside, 1)[0] : null);
        var pixel = options.PixelWidth * options.PixelHeight;
        return new AreaRow
        {
            Area = area,
            Run = run,
            Method = method,
            Pixels = good,
            Coverage = (double)good / all,
            Rate = r?.Depth ?? double.NaN,
            RateSigma = r?.DepthSigma ?? double.NaN,
            Displacement = d?.Depth ?? double.NaN,
            DisplacementSigma = d?.DepthSigma ?? double.NaN,
            Beyond = beyond * pixel,
            SurelyBeyond = sure * pixel,
            Volume = d?.Volume ?? double.NaN,
            VolumeSigma = d?.VolumeSigma ?? double.NaN,
        };
    }

    // Rings of an area of interest have no order of outer and inner; each becomes a ring of one polygon, which the even-odd rule reads.
    private static IReadOnlyList<IReadOnlyList<FeaturePath>> Polygon(AreaOfInterest area) => [[.. area.Rings.Select(r => new FeaturePath(r.X.ToArray(), r.Y.ToArray()))]];
}
