using System.Globalization;
using Plumb.Formats.Weather;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>Delay of the troposphere by weather models: the zenith delay at each pixel's place and height over the cosine of its incidence.</summary>
internal sealed class TroposphereCorrection : ICorrection
{
    private const double HeightStep = 50;
    private const string TimeSetting = "corrections.troposphere.time";

    public string Name => "troposphere";

    public string Title => "delay of the troposphere by weather models";

    public IReadOnlyList<string> Writes => [StorePaths.Troposphere];

    public object SettingsUsed(CorrectionSettings settings) => new { settings.Troposphere, settings.Insist };

    public string Files(CorrectionSettings settings, Func<string, string> resolve) => ModelFiles.Content(settings.Troposphere.Weather, resolve);

    public void Check(CorrectionSettings settings)
    {
        if (settings.Troposphere.Weather.Count == 0)
        {
            throw new RequestException("corrections.sequence names troposphere, but corrections.troposphere.weather names no weather files. Name their folder, or leave troposphere out.");
        }

        _ = AcquisitionTime.Parse(settings.Troposphere.Time, TimeSetting);
    }

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        whyNot = "";
        var (settings, stack, store) = (scene.Settings.Troposphere, scene.Stack, scene.Run.Store);
        var places = new PixelPlaces(stack.Grid);
        var weather = WeatherFolder.Scan([.. settings.Weather.Select(scene.Run.Resolve)], out var refused);
        var dates = new WeatherDates(weather, places, AcquisitionTime.Parse(settings.Time, TimeSetting) ?? stack.TimeOfDay, TimeSpan.FromHours(settings.MaxHours));
        var needsHeight = weather.Any(e => e.Kind != WeatherKind.DelayGround);
        if (needsHeight && !stack.Geometry.Contains(StorePaths.Height))
        {
            throw new RequestException("The delay of the troposphere depends on the height, but the products have no elevation model. Add it to the products, or give delays at the ground (GACOS).");
        }

        var height = needsHeight ? MapArrays.Read(store, stack.Grid, StorePaths.Height) : new float[stack.Grid.PixelCount];
        var incidence = MapArrays.ReadGeometry(store, stack, StorePaths.Incidence);
        if (incidence is null && double.IsNaN(stack.Incidence))
        {
            throw new RequestException("The products name no incidence angle, so the delay along the look is not known. Leave troposphere out of corrections.sequence.");
        }

        var isSlant = settings.Path == DelayPath.Slant;
        var ground = Heights(height);
        var cubes = dates.Of(scene.Dates, isSlant ? SlantDelays.Levels(ground) : ground, scene.Run.Budget, scene.Run.Cancellation);
        if (isSlant)
        {
            cubes = SlantDelays.Of(cubes, scene, places, ground);
        }

        string[] notes =
        [
            string.Create(CultureInfo.InvariantCulture, $"Weather of {weather.Count} times, {Words(weather[0].Kind)}; {(isSlant ? "delay along the look" : "zenith delay over the cosine of the incidence")}. Pixels without height or delay at some date keep their series."),
            .. refused.Take(3).Select(r => $"Not used: {r}"),
        ];
        return new ZenithDelayLayer(cubes, places, height, isSlant ? SlantDelays.Vertical(height.Length) : incidence, scene, Layer)
        {
            Notes = notes,
            Dates = [.. scene.Dates.Select(d => new CorrectionDate { Date = d })],
        };
    }

    private static StackLayer Layer { get; } = new(
        StorePaths.Troposphere, "metre", "positive_towards_satellite", "Delay of the troposphere by weather models, as displacement");

    private static string Words(WeatherKind kind) => kind switch
    {
        WeatherKind.PressureLevels => "on levels of pressure",
        WeatherKind.ModelLevels => "on model levels",
        WeatherKind.DelayHeights => "as zenith delays at heights",
        _ => "as zenith delays at the ground",
    };

    /// <summary>Heights of delays every 50 m over those of the ground, metres.</summary>
    /// <exception cref="RequestException">The ground's heights are none.</exception>
    internal static double[] Heights(float[] height)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var h in height)
        {
            if (float.IsFinite(h))
            {
                (low, high) = (Math.Min(low, h), Math.Max(high, h));
            }
        }

        if (low < -1000 || high > 9500 || low > high)
        {
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"The elevation model runs from {low:0} to {high:0} m, which no ground does. Check its unit and its no-data value."));
        }

        var first = Math.Floor(low / HeightStep) * HeightStep;
        return [.. Enumerable.Range(0, (int)Math.Ceiling((high - first) / HeightStep) + 2).Select(k => first + (k * HeightStep))];
    }
}
