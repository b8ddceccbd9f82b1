using System.Globalization;
using Plumb.Corrections.Delays;
using Plumb.Formats.Weather;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>Delay of the troposphere by zenith delays over GNSS stations, see <see cref="StationDelayField"/>.</summary>
internal sealed class StationDelayCorrection : ICorrection
{
    private const string TimeSetting = "corrections.station_delay.time";
    private const string Purpose = "The delays of the stations";

    /// <summary>Fewer stations at a date than these (count) tell no field.</summary>
    private const int LeastStations = 3;

    public string Name => "station_delay";

    public string Title => "delay of the troposphere by GNSS stations";

    public IReadOnlyList<string> Writes => [StorePaths.StationDelay, StorePaths.StationDelaySigma];

    public object SettingsUsed(CorrectionSettings settings) => new { settings.StationDelay, settings.Insist };

    public string Files(CorrectionSettings settings, Func<string, string> resolve) => ModelFiles.Content(settings.StationDelay.Files, resolve);

    public void Check(CorrectionSettings settings)
    {
        if (settings.StationDelay.Files.Count == 0)
        {
            throw new RequestException("corrections.sequence names station_delay, but corrections.station_delay.files names no files. Name SINEX_TRO files or tables of zenith delays, or leave station_delay out.");
        }

        _ = AcquisitionTime.Parse(settings.StationDelay.Time, TimeSetting);
    }

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "";
        var (settings, stack, store) = (scene.Settings.StationDelay, scene.Stack, scene.Run.Store);
        if (!stack.Geometry.Contains(StorePaths.Height))
        {
            throw new RequestException("The delay of the troposphere depends on the height, but the products have no elevation model. Add it to the products, or leave station_delay out of corrections.sequence.");
        }

        var height = MapArrays.Read(store, stack.Grid, StorePaths.Height);
        var incidence = MapArrays.ReadGeometry(store, stack, StorePaths.Incidence);
        if (incidence is null && double.IsNaN(stack.Incidence))
        {
            throw new RequestException("The products name no incidence angle, so the delay along the look is not known. Leave station_delay out of corrections.sequence.");
        }

        var places = new PixelPlaces(stack.Grid);
        var stations = StationDelayFolder.Read([.. settings.Files.Select(scene.Run.Resolve)]);
        var samples = Samples(scene, stations, places, AcquisitionTime.Of(scene, settings.Time, TimeSetting));
        var law = TurbulenceLaw.Of(samples);
        var fields = samples.AsParallel().AsOrdered().Select(s => new StationDelayField(s, law)).ToArray();
        var survey = new StationDelaySurvey(places, TroposphereCorrection.Heights(height), law);
        var cubes = new DelayCube[fields.Length];
        for (var date = 0; date < cubes.Length; date++)
        {
            scene.Run.Cancellation.ThrowIfCancellationRequested();
            cubes[date] = survey.Delays(fields[date]);
            scene.Run.Budget.Claim(cubes[date].Bytes, Purpose);
        }

        var reference = Reference(scene, places, height);
        var sigmas = fields.AsParallel().AsOrdered().Select(f => survey.Sigma(f, reference)).ToArray();
        return new ZenithDelayLayer(cubes, places, height, incidence, scene, Layer)
        {
            Beside = (SigmaLayer, SigmaMap(scene, survey.Together(sigmas), places, height, incidence)),
            Notes = Notes(samples, law, fields, settings.Reach),
            Dates = [.. scene.Dates.Select((d, i) => new CorrectionDate { Date = d, Sigma = StationDelaySurvey.Usual(sigmas[i]) / Math.Cos(stack.Incidence) })],
        };
    }

    private static StackLayer Layer { get; } = new(
        StorePaths.StationDelay, "metre", "positive_towards_satellite", "Delay of the troposphere by GNSS stations, as displacement");

    private static StackLayer SigmaLayer { get; } = new(StorePaths.StationDelaySigma, "metre", "none", "Standard deviation of the delay by GNSS stations at a date");

    /// <summary>The delays at each date over the stations in reach.</summary>
    private static List<ZenithSample>[] Samples(CorrectionScene scene, IReadOnlyList<ZenithStation> stations, PixelPlaces places, DateTime[] times)
    {
        var settings = scene.Settings.StationDelay;
        var near = stations.Where(s =>
        {
            var longitude = places.West + Math.IEEERemainder(s.Longitude - places.West, 360);
            return TurbulenceLaw.Distance(s.Latitude, longitude, Math.Clamp(s.Latitude, places.South, places.North), Math.Clamp(longitude, places.West, places.East)) <= settings.Reach;
        }).ToList();
        var longest = TimeSpan.FromHours(settings.MaxHours);
        var samples = times.Select(time => near.Index().Where(s => s.Item.At(time, longest) is not null).Select(s =>
        {
            var (delay, sigma) = s.Item.At(time, longest)!.Value;
            return new ZenithSample(s.Index, s.Item.Latitude, s.Item.Longitude, s.Item.Height, delay, sigma);
        }).ToList()).ToArray();
        var lacking = scene.Dates.Where((_, i) => samples[i].Count < LeastStations).ToList();
        return lacking.Count == 0 ? samples : throw new RequestException(string.Create(
            CultureInfo.InvariantCulture,
            $"{lacking.Count} of {scene.Dates.Count} dates have fewer than {LeastStations} stations with delays within {settings.MaxHours:0.#} hours: {string.Join(", ", lacking.Take(8).Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}{(lacking.Count > 8 ? " and others" : "")}. Of {stations.Count} stations {near.Count} lie within {settings.Reach / 1000:0} km of the scene. Get more files, raise corrections.station_delay.reach, or leave station_delay out of corrections.sequence."));
    }

    /// <summary>The middle of the reference; that of the scene where it is not known.</summary>
    private static (double Latitude, double Longitude, double Height) Reference(CorrectionScene scene, PixelPlaces places, float[] height)
    {
        var grid = scene.Stack.Grid;
        var pixels = scene.Reference.Where(p => float.IsFinite(height[p])).ToList();
        if (pixels.Count == 0)
        {
            return (0.5 * (places.South + places.North), 0.5 * (places.West + places.East), height.Where(float.IsFinite).DefaultIfEmpty(0).Average());
        }

        var (latitude, longitude) = (new double[1], new double[1]);
        places.Row((int)pixels.Average(p => p / grid.Columns), (int)pixels.Average(p => p % grid.Columns), latitude, longitude);
        return (latitude[0], longitude[0], pixels.Average(p => (double)height[p]));
    }

    private static float[] SigmaMap(CorrectionScene scene, DelayCube zenith, PixelPlaces places, float[] height, float[]? incidence)
    {
        var grid = scene.Stack.Grid;
        var map = new float[grid.PixelCount];
        var (latitude, longitude) = (new double[grid.Columns], new double[grid.Columns]);
        for (var row = 0; row < grid.Rows; row++)
        {
            places.Row(row, 0, latitude, longitude);
            var line = map.AsSpan(row * grid.Columns, grid.Columns);
            zenith.Sample(latitude, longitude, height.AsSpan(row * grid.Columns, grid.Columns), line);
            for (var c = 0; c < line.Length; c++)
            {
                line[c] /= (float)Math.Cos(incidence?[(row * grid.Columns) + c] ?? scene.Stack.Incidence);
            }
        }

        return map;
    }

    private static string[] Notes(List<ZenithSample>[] samples, TurbulenceLaw law, StationDelayField[] fields, double reach)
    {
        var (error, expected, count) = StationDelaySurvey.LeaveOneOut(samples, law);
        return
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{samples.SelectMany(s => s).Select(s => s.Station).Distinct().Count()} stations within {reach / 1000:0} km, {samples.Min(s => s.Count)} to {samples.Max(s => s.Count)} at a date. Delays at one height differ by {law.Sigma * 1000:0} mm, over {law.Length / 1000:0} km; with height they fall by a factor of e in {fields.Average(f => f.ScaleHeight) / 1000:0.0} km on average."),
            count == 0
                ? "There are too few stations to leave one out and see how it is met."
                : string.Create(CultureInfo.InvariantCulture, $"A station that is left out is met within {error * 1000:0.0} mm in the zenith (RMS of {count}), where {expected * 1000:0.0} mm were expected."),
        ];
    }
}
