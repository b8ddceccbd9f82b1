using System.Globalization;

namespace Plumb.Simulation;

/// <summary>What a scene must keep to, checked before anything is computed.</summary>
internal static partial class SceneValidation
{
    private const long MostPixels = 100_000_000;

    /// <summary>Reads a date.</summary>
    internal static DateOnly Date(string? text, string entry) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new RequestException($"Scene: {entry} is '{text}', not a date. Write it as yyyy-MM-dd, for example 2022-01-03.");

    /// <summary>Checks everything.</summary>
    internal static void Check(Scene scene)
    {
        Presence(scene);
        Grid(scene.Grid);
        Sensor(scene.Sensor);
        Dates(scene.Dates, scene.Network);
        Terrain(scene);
        for (var k = 0; k < scene.Panels.Count; k++)
        {
            Panel(scene.Panels[k], $"panels[{k}]");
        }

        for (var k = 0; k < scene.Troughs.Count; k++)
        {
            Trough(scene.Troughs[k], $"troughs[{k}]");
        }

        for (var k = 0; k < scene.Slides.Count; k++)
        {
            Slide(scene.Slides[k], $"slides[{k}]");
        }

        Areas(scene);
        Stations(scene.Gnss);
        Levelling(scene.Levelling);
        Concessions(scene.Concessions);
        Decorrelation(scene.Decorrelation);
        Errors(scene);
    }

    /// <summary>A file of settings can leave an entry without a value.</summary>
    private static void Presence(Scene scene)
    {
        (string Entry, object? Value)[] parts =
        [
            ("grid", scene.Grid), ("grid.crs", scene.Grid?.Crs), ("sensor", scene.Sensor), ("sensor.name", scene.Sensor?.Name), ("dates", scene.Dates),
            ("dates.list", scene.Dates?.List), ("network", scene.Network), ("terrain", scene.Terrain), ("panels", scene.Panels),
            ("seasonal_areas", scene.SeasonalAreas), ("uplifts", scene.Uplifts), ("waters", scene.Waters), ("atmosphere", scene.Atmosphere),
            ("orbit", scene.Orbit), ("decorrelation", scene.Decorrelation), ("decorrelation.classes", scene.Decorrelation?.Classes),
            ("unwrapping_errors", scene.UnwrappingErrors), ("unwrapping_errors.islands", scene.UnwrappingErrors?.Islands),
            ("gaps", scene.Gaps), ("troughs", scene.Troughs), ("slides", scene.Slides), ("unwrapping", scene.Unwrapping),
            ("gnss", scene.Gnss), ("gnss.stations", scene.Gnss?.Stations), ("concessions", scene.Concessions), ("levelling", scene.Levelling), ("levelling.epochs", scene.Levelling?.Epochs),
            ("levelling.benchmarks", scene.Levelling?.Benchmarks), ("levelling.east", scene.Levelling?.East), ("levelling.north", scene.Levelling?.North),
            ("network.hand_pairs", scene.Network?.HandPairs), ("network.list", scene.Network?.List),
        ];
        foreach (var (entry, value) in parts)
        {
            Require(value is not null, $"{entry} is empty. Give it a value or leave the entry out.");
        }

        (string Entry, IEnumerable<object?> Items)[] lists =
        [
            ("panels", scene.Panels), ("seasonal_areas", scene.SeasonalAreas), ("uplifts", scene.Uplifts), ("waters", scene.Waters),
            ("unwrapping_errors.islands", scene.UnwrappingErrors!.Islands),
            ("decorrelation.classes", scene.Decorrelation!.Classes), ("dates.list", scene.Dates!.List), ("troughs", scene.Troughs), ("slides", scene.Slides),
            ("gnss.stations", scene.Gnss!.Stations), ("levelling.benchmarks", scene.Levelling!.Benchmarks), ("levelling.epochs", scene.Levelling.Epochs), ("concessions", scene.Concessions), ("network.hand_pairs", scene.Network!.HandPairs),
            ("network.list", scene.Network.List),
        ];
        foreach (var (entry, items) in lists)
        {
            var missing = items.ToList().IndexOf(null);
            Require(missing < 0, $"{entry}[{missing}] is empty. Give it its entries or take it out.");
        }
    }

    private static void Grid(SceneGrid grid)
    {
        Range(grid.Columns, 1, 100_000, "grid.columns", "pixels");
        Range(grid.Rows, 1, 100_000, "grid.rows", "pixels");
        if ((long)grid.Columns * grid.Rows > MostPixels)
        {
            throw new RequestException($"Scene: grid has {grid.Rows} x {grid.Columns} pixels, more than the {MostPixels} a scene may have. Make it smaller or coarser.");
        }

        Range(grid.Step, grid.Geographic ? 1e-6 : 0.1, grid.Geographic ? 1 : 100_000, "grid.step", grid.Geographic ? "degrees" : "metres");
        Range(grid.West, grid.Geographic ? -360 : -1e8, grid.Geographic ? 360 : 1e8, "grid.west", grid.Geographic ? "degrees" : "metres");
        Range(grid.North, grid.Geographic ? -85 : -1e8, grid.Geographic ? 85 : 1e8, "grid.north", grid.Geographic ? "degrees" : "metres");
        Require(grid.Crs.Trim().Length > 0, "grid.crs is empty. Name a coordinate reference system, for example EPSG:32650.");
        Require(!grid.Geographic || grid.North - (grid.Step * grid.Rows) >= -85, "grid reaches south of latitude -85 degrees. Move it or make it smaller.");
    }

    private static void Sensor(SceneSensor sensor)
    {
        Range(sensor.Wavelength, 0.001, 2, "sensor.wavelength", "metres");
        Range(sensor.Heading, -360, 360, "sensor.heading", "degrees");
        Range(sensor.IncidenceNear, 1, 80, "sensor.incidence_near", "degrees");
        Range(sensor.IncidenceFar, sensor.IncidenceNear, 80, "sensor.incidence_far", "degrees");
        Range(sensor.Altitude, 1000, 2_000_000, "sensor.altitude", "metres");
        Range(sensor.TimeOfDay, 0, 86_399, "sensor.time_of_day", "seconds");
        Range(sensor.BaselineSigma, 0, 100_000, "sensor.baseline_sigma", "metres");
        Range(sensor.Looks, 1, 100_000, "sensor.looks", "looks");
    }

    private static void Dates(SceneDates dates, SceneNetwork network)
    {
        if (dates.List.Count == 0)
        {
            Date(dates.Start, "dates.start");
            Range(dates.Count, 2, 5000, "dates.count", "dates");
            Range(dates.IntervalDays, 1, 3650, "dates.interval_days", "days");
            Range(dates.JitterDays, 0, (dates.IntervalDays - 1) / 2, "dates.jitter_days", "days");
            Range(dates.MissingShare, 0, 0.9, "dates.missing_share", "");
        }

        Range(network.Links, 1, 5000, "network.links", "dates");
        Range(network.MaxDays, 0, 100_000, "network.max_days", "days");
        Range(network.MaxPerpendicularBaseline, 0, 1e6, "network.max_perpendicular_baseline", "metres");
        Range(network.DropShare, 0, 0.9, "network.drop_share", "");
        Range(network.MaxPairs, 0, 1_000_000, "network.max_pairs", "pairs");
    }

    private static void Terrain(Scene scene)
    {
        Range(scene.Terrain.MeanHeight, -1000, 9000, "terrain.mean_height", "metres");
        Range(scene.Terrain.Relief, 0, 5000, "terrain.relief", "metres");
        Range(scene.Terrain.Exponent, 0.1, 5, "terrain.exponent", "");
        Range(scene.Terrain.RidgeHeight, 0, 8000, "terrain.ridge_height", "metres");
        Range(scene.Terrain.RidgeSpacing, 1, 1e6, "terrain.ridge_spacing", "metres");
        Range(scene.Terrain.RidgeAzimuth, -360, 360, "terrain.ridge_azimuth", "degrees");
        Range(scene.Terrain.ValleyFloor, 0, 0.9, "terrain.valley_floor", "");
        Range(scene.Terrain.ErrorSigma, 0, 1000, "terrain.error_sigma", "metres");
        Range(scene.Terrain.ErrorCorrelationLength, 1, 1e6, "terrain.error_correlation_length", "metres");
        Range(scene.Atmosphere.TurbulentMillimetres, 0, 1000, "atmosphere.turbulent_millimetres", "millimetres");
        Range(scene.Atmosphere.ScaleMetres, 1, 1e6, "atmosphere.scale_metres", "metres");
        Range(scene.Atmosphere.Exponent, 0.1, 5, "atmosphere.exponent", "");
        Range(scene.Atmosphere.StratifiedMillimetresPer100Metres, 0, 1000, "atmosphere.stratified_millimetres_per_100_metres", "millimetres");
        Range(scene.Atmosphere.StratifiedExponent, 1, 4, "atmosphere.stratified_exponent", "");
        Range(scene.Atmosphere.StratifiedReferenceHeight, scene.Terrain.MeanHeight + 100, 30_000, "atmosphere.stratified_reference_height", "metres");
        Range(scene.Atmosphere.StratifiedEastShare, -1, 1, "atmosphere.stratified_east_share", "");
        Range(scene.Orbit.RampMillimetres, 0, 10_000, "orbit.ramp_millimetres", "millimetres");
        Range(scene.Orbit.SecondSatelliteMillimetres, -10_000, 10_000, "orbit.second_satellite_millimetres", "millimetres");
    }

    private static void Panel(ScenePanel panel, string entry)
    {
        Range(panel.East, -1e6, 1e6, $"{entry}.east", "metres");
        Range(panel.North, -1e6, 1e6, $"{entry}.north", "metres");
        Range(panel.Azimuth, -360, 360, $"{entry}.azimuth", "degrees");
        Range(panel.Length, 1, 20_000, $"{entry}.length", "metres");
        Range(panel.Width, 1, 20_000, $"{entry}.width", "metres");
        Range(panel.MiningHeight, 0, 100, $"{entry}.mining_height", "metres");
        Range(panel.Depth, 10, 3000, $"{entry}.depth", "metres");
        Range(panel.Dip, 0, 60, $"{entry}.dip", "degrees");
        Range(panel.SubsidenceFactor, 0, 1, $"{entry}.subsidence_factor", "");
        Range(panel.TanBeta, 0.3, 5, $"{entry}.tan_beta", "");
        Range(panel.HorizontalCoefficient, 0, 1, $"{entry}.horizontal_coefficient", "");
        Range(panel.InflectionOffset, 0, 0.49 * Math.Min(panel.Length, panel.Width), $"{entry}.inflection_offset", "metres");
        Range(panel.AdvanceRate, 0.01, 1000, $"{entry}.advance_rate", "metres per day");
        Range(panel.TimeRate, 1e-6, 10, $"{entry}.time_rate", "per day");
        Range(panel.LogisticStart, 1e-3, 1e6, $"{entry}.logistic_start", "");
        Range(panel.Length / panel.InfluenceRadius, 0, 200, $"{entry}.length in radii of influence", "");
        Range(panel.ResidualShare, 0, 1, $"{entry}.residual_share", "");
        Range(panel.ResidualRate, 1e-6, 10, $"{entry}.residual_rate", "per day");
        Date(panel.Start, $"{entry}.start");
    }

    private static void Areas(Scene scene)
    {
        foreach (var area in scene.SeasonalAreas)
        {
            Place(area.East, area.North, "seasonal_areas");
            Range(area.Radius, 1, 1e6, "seasonal_areas.radius", "metres");
            Range(area.Amplitude, 0, 10, "seasonal_areas.amplitude", "metres");
            Range(area.PeakDay, 0, 366, "seasonal_areas.peak_day", "days");
            Range(area.Trend, -10, 10, "seasonal_areas.trend", "metres per year");
        }

        foreach (var uplift in scene.Uplifts)
        {
            Place(uplift.East, uplift.North, "uplifts");
            Range(uplift.Radius, 1, 1e6, "uplifts.radius", "metres");
            Range(uplift.Rate, -10, 10, "uplifts.rate", "metres per year");
            Range(uplift.DecayDays, 0, 1e6, "uplifts.decay_days", "days");
            if (!string.IsNullOrEmpty(uplift.Start))
            {
                Date(uplift.Start, "uplifts.start");
            }
            else
            {
                Require(uplift.DecayDays == 0, "uplifts.decay_days needs uplifts.start, the day from which the rate decays.");
            }
        }

        foreach (var water in scene.Waters)
        {
            Place(water.East, water.North, "waters");
            Range(water.HalfWidth, 1, 1e6, "waters.half_width", "metres");
            Range(water.HalfHeight, 1, 1e6, "waters.half_height", "metres");
        }
    }

    private static void Place(double east, double north, string entry)
    {
        Range(east, -1e6, 1e6, $"{entry}.east", "metres");
        Range(north, -1e6, 1e6, $"{entry}.north", "metres");
    }

    private static void Decorrelation(SceneDecorrelation decorrelation)
    {
        Range(decorrelation.Classes.Count, 1, 200, "decorrelation.classes", "classes");
        foreach (var cover in decorrelation.Classes)
        {
            Range(cover.Share, 0, 1e6, "decorrelation.classes.share", "");
            Range(cover.Base, 0, 1, "decorrelation.classes.base", "");
            Range(cover.LongTerm, 0, cover.Base, "decorrelation.classes.long_term", "");
            Range(cover.FadingRate, -10, 10, "decorrelation.classes.fading_rate", "metres a year");
            Range(cover.FadingDays, 1e-3, 1e6, "decorrelation.classes.fading_days", "days");
            Range(cover.DecayDays, 1e-3, 1e6, "decorrelation.classes.decay_days", "days");
        }

        Require(decorrelation.Classes.Sum(c => c.Share) > 0, "decorrelation.classes have no share of the area at all. Give one a share above 0.");
        Range(decorrelation.PatchMetres, 1, 1e6, "decorrelation.patch_metres", "metres");
        Range(decorrelation.CriticalBaseline, 0, 1e6, "decorrelation.critical_baseline", "metres");
        Range(decorrelation.MotionLoss, 0, 100, "decorrelation.motion_loss", "");
    }

    private static void Errors(Scene scene)
    {
        Require(
            !scene.Unwrapping.Wrapped || scene.Unwrapping.Method == SceneUnwrappingMethod.None,
            "unwrapping.wrapped is true, so that the phase is not unwrapped at all, but unwrapping.method is not none. Leave one of them out.");
        Range(scene.UnwrappingErrors.PairShare, 0, 1, "unwrapping_errors.pair_share", "");
        Range(scene.UnwrappingErrors.MaxBlobs, 1, 200, "unwrapping_errors.max_blobs", "areas");
        Range(scene.UnwrappingErrors.MinRadius, 1, 1e5, "unwrapping_errors.min_radius", "pixels");
        Range(scene.UnwrappingErrors.MaxRadius, scene.UnwrappingErrors.MinRadius, 1e5, "unwrapping_errors.max_radius", "pixels");
        Range(scene.UnwrappingErrors.OwnComponentShare, 0, 1, "unwrapping_errors.own_component_share", "");
        Range(scene.UnwrappingErrors.MaxCycles, 1, 50, "unwrapping_errors.max_cycles", "cycles");
        Range(scene.UnwrappingErrors.Islands.Count, 0, 200, "unwrapping_errors.islands", "islands");
        foreach (var island in scene.UnwrappingErrors.Islands)
        {
            Place(island.East, island.North, "unwrapping_errors.islands");
            Range(island.Radius, 1, 1e6, "unwrapping_errors.islands.radius", "metres");
            Range(island.Moat, 0, 1e6, "unwrapping_errors.islands.moat", "metres");
            Range(island.MoatCoherence, 0, 1, "unwrapping_errors.islands.moat_coherence", "");
        }

        Range(scene.Gaps.MinCoherence, 0, 1, "gaps.min_coherence", "");
        Range(scene.Gaps.BlockShare, 0, 1, "gaps.block_share", "");
        Range(scene.Gaps.BlockSize, 1, 1e5, "gaps.block_size", "pixels");
    }

    private static void Range(double value, double low, double high, string entry, string unit)
    {
        if (!(value >= low && value <= high))
        {
            var between = string.Create(CultureInfo.InvariantCulture, $"{low} to {high} {unit}").TrimEnd();
            throw new RequestException(string.Create(CultureInfo.InvariantCulture, $"Scene: {entry} is {value}; it must be {between}."));
        }
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new RequestException($"Scene: {message}");
        }
    }
}
