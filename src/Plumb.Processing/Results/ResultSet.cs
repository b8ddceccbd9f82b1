using Plumb.Acquisitions;
using Plumb.Formats.Gdal;
using Plumb.Formats.Store;
using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Networks;
using Plumb.Processing.Fits;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Results;

/// <summary>A finished run, for reading: maps as layers with unit and sign, series of single pixels, places on the map.</summary>
public sealed class ResultSet
{
    private readonly ChunkStore store;
    private readonly string relativeTo;

    /// <summary>Opens a result folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="store">Its chunk store.</param>
    /// <exception cref="RequestException">The folder holds no finished run.</exception>
    public ResultSet(string folder, ChunkStore store)
    {
        this.store = store;
        Folder = folder;
        Stack = StackDescription.Read(folder);
        NetworkRecord = Stack.Finished is null ? NetworkRecord.Read(folder) : null;
        Reference = ReferenceRecord.Read(folder);
        Fit = FitRecord.Read(folder);
        Network = NetworkRecord?.Network;
        Closure = Network is not null && store.Exists(StorePaths.LoopsTold) ? ClosureRecord.ReadIfThere(folder) : null;
        Dates = Network?.Dates ?? Stack.Finished!.Dates;
        relativeTo = Dates.Count > 0 ? $"{Reference.Description}; first date {Dates[0]:yyyy-MM-dd}" : Reference.Description;
    }

    /// <summary>Opens the store of a result folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="RequestException">The folder holds no finished run.</exception>
    public static ResultSet Open(string folder)
    {
        var path = Path.Combine(folder, "store");
        return Directory.Exists(path) && File.Exists(Path.Combine(folder, ReferenceRecord.FileName))
            ? new ResultSet(folder, ChunkStore.Open(path))
            : throw new RequestException($"{folder} holds no finished run. 'plumb run plumb.yaml' makes one; its folder is the settings' output.folder.");
    }

    /// <summary>The result folder.</summary>
    public string Folder { get; }

    /// <summary>The chunk store.</summary>
    internal ChunkStore Store => store;

    /// <summary>What the arrays are about.</summary>
    public StackDescription Stack { get; }

    /// <summary>The chosen network; null for a run that began with a finished product.</summary>
    public NetworkRecord? NetworkRecord { get; }

    /// <summary>The network of the pairs used; null for a run that began with a finished product.</summary>
    public Network? Network { get; }

    /// <summary>The dates of the series (UTC), ascending; empty for a run that began with finished rates.</summary>
    public IReadOnlyList<DateOnly> Dates { get; }

    /// <summary>What displacements are relative to.</summary>
    public ReferenceRecord Reference { get; }

    /// <summary>The grid of all layers.</summary>
    public Grid Grid => Stack.Grid;

    /// <summary>What rates and displacements are relative to, in words.</summary>
    public string RelativeTo => relativeTo;

    /// <summary>Which pixels are good, and why the others are not.</summary>
    public Mask Mask() => MapArrays.ReadMask(store, Grid, StorePaths.FinalMask);

    /// <summary>Linear rate, metres per year, positive towards the satellite, shape (rows, columns).</summary>
    public Layer Rate() => Map(FinalLayers.Rate(store), new("rate", "Rate of motion along the line of sight", Unit.MetrePerYear, Sign.TowardsSatellite, relativeTo));

    /// <summary>Linear rate before corrections, metres per year, positive towards the satellite, shape (rows, columns).</summary>
    public Layer MeasuredRate() => Map(StorePaths.Rate, new("measured_rate", "Rate of motion along the line of sight before corrections", Unit.MetrePerYear, Sign.TowardsSatellite, relativeTo));

    /// <summary>Whether corrections were made.</summary>
    public bool IsCorrected => store.Exists(StorePaths.CorrectedDisplacement);

    /// <summary>Standard deviation of the rate, metres per year, shape (rows, columns); null when a finished product has none.</summary>
    public Layer? RateSigma() => Stack.Finished is { HasRateSigma: false } ? null : Map(FinalLayers.RateSigma(store), new("rate_sigma", "Standard deviation of the rate", Unit.MetrePerYear, Sign.None, relativeTo));

    /// <summary>Whether the standard deviation of the rate holds all parts, not only the scatter about the straight line.</summary>
    public bool HasTotalSigma => store.Exists(StorePaths.TotalRateSigma);

    /// <summary>Standard deviation of the displacement at a date, metres, all parts, shape (rows, columns); null where it was not written.</summary>
    /// <param name="date">Index of the date.</param>
    public Layer? SeriesSigma(int date) => store.Exists(StorePaths.SeriesSigma)
        ? Displacement(StorePaths.SeriesSigma, date, "displacement_sigma", "Standard deviation of the displacement")
        : null;

    /// <summary>What makes the network of a pixel weak, flags, shape (rows, columns); null where it was not worked out.</summary>
    public Layer? Weakness() => Weak(StorePaths.Weakness, new("weakness", "Weakness of the network: " + Plumb.Uncertainty.WeaknessReasonWords.FlagMeanings, Unit.One, Sign.None));

    /// <summary>Number of dates none of whose pairs is checked by others, a count, shape (rows, columns); null where it was not worked out.</summary>
    public Layer? UncheckedDates() => store.Exists(StorePaths.UncheckedDates)
        ? Map(StorePaths.UncheckedDates, new("unchecked_dates", "Dates none of whose interferograms is checked by others", Unit.Count, Sign.None))
        : null;

    /// <summary>The parts of the rate's standard deviation, metres per year, shape (rows, columns): noise of the pairs, noise that pixels share, scatter of the dates; empty where not worked out.</summary>
    public IReadOnlyList<Layer> RateSigmaParts() => !store.Exists(StorePaths.TotalRateSigma) ? [] :
    [
        Map(StorePaths.PairRateSigma, new("rate_sigma_pairs", "Standard deviation of the rate by the noise of the interferograms", Unit.MetrePerYear, Sign.None, relativeTo)),
        Map(StorePaths.SharedRateSigma, new("rate_sigma_shared", "Standard deviation of the rate by noise that pixels share", Unit.MetrePerYear, Sign.None, relativeTo)),
        Map(StorePaths.ScatterRateSigma, new("rate_sigma_scatter", "Standard deviation of the rate by the scatter of the dates", Unit.MetrePerYear, Sign.None, relativeTo)),
    ];

    /// <summary>Temporal coherence, pure number, shape (rows, columns); null when none came with a finished product.</summary>
    public Layer? TemporalCoherence() => Stack.Finished is { HasTemporalCoherence: false } ? null : Map(StorePaths.TemporalCoherence, new("temporal_coherence", "Temporal coherence", Unit.One, Sign.None));

    /// <summary>Mean coherence of the pairs used, pure number, shape (rows, columns); null without pairs.</summary>
    public Layer? MeanCoherence() => Network is null ? null : Map(StorePaths.MeanCoherence, new("mean_coherence", "Mean coherence", Unit.One, Sign.None));

    /// <summary>Number of the basin of each pixel, 0 for none, as subsidence.json lists them (count); shape (rows, columns).</summary>
    public int[] Basins()
    {
        var labels = new ushort[Grid.PixelCount];
        if (store.Exists(StorePaths.Basins))
        {
            store.OpenArray<ushort>(StorePaths.Basins).ReadRegion([0, 0], [Grid.Rows, Grid.Columns], labels);
        }

        return Array.ConvertAll(labels, l => (int)l);
    }

    /// <summary>RMS of the residual phases, radians, shape (rows, columns); null without pairs.</summary>
    public Layer? ResidualRms() => Network is null ? null : Map(StorePaths.ResidualRms, new("residual_rms", "RMS of the residual phases", Unit.Radian, Sign.None));

    /// <summary>Largest share of the steepness that can be unwrapped, pure number, 1 is the limit, shape (rows, columns); null where it was not judged.</summary>
    public Layer? Aliasing() => Network is null || !store.Exists(StorePaths.Aliasing) ? null
        : Map(StorePaths.Aliasing, new("aliasing", "Share of the steepness that can be unwrapped", Unit.One, Sign.None));

    /// <summary>What the closure of the loops found and changed; null where it was switched off or there are no pairs.</summary>
    public ClosureRecord? Closure { get; }

    /// <summary>Open loops of pairs before the correction of unwrapping errors, a count, shape (rows, columns); NaN where no loop can be told; null without closure.</summary>
    public Layer? LoopsOpenBefore() => Counts(StorePaths.LoopsOpenBefore, new("loops_open_before", "Open loops of interferograms before the correction of unwrapping errors", Unit.Count, Sign.None));

    /// <summary>Open loops of pairs after the correction of unwrapping errors, a count, shape (rows, columns); NaN where no loop can be told; null without closure.</summary>
    public Layer? LoopsOpenAfter() => Counts(StorePaths.LoopsOpenAfter, new("loops_open_after", "Open loops of interferograms after the correction of unwrapping errors", Unit.Count, Sign.None));

    /// <summary>Interferograms corrected by whole cycles, a count, shape (rows, columns); NaN where no loop can be told; null without closure.</summary>
    public Layer? PairsChanged() => Counts(StorePaths.PairsChanged, new("pairs_changed", "Interferograms corrected by whole cycles", Unit.Count, Sign.None));

    /// <summary>Why loops stay open, a code, shape (rows, columns): 0 none does, 1 several explanations cost nearly the same, 2 nothing explains them; null without closure.</summary>
    public Layer? ClosureUndecided()
    {
        if (Closure is null)
        {
            return null;
        }

        var codes = new byte[Grid.PixelCount];
        store.OpenArray<byte>(StorePaths.ClosureUndecided).ReadRegion([0, 0], [Grid.Rows, Grid.Columns], codes);
        return new Layer(
            new("closure_undecided", "Why loops of interferograms stay open: 0 none does, 1 several explanations cost nearly the same, 2 nothing explains them", Unit.One, Sign.None),
            Grid,
            Array.ConvertAll(codes, c => (float)c));
    }

    /// <summary>Rate from the pairs at once, metres per year, positive towards the satellite, shape (rows, columns); null where it was not asked for.</summary>
    public Layer? StackedRate() => !store.Exists(StorePaths.StackedRate) ? null
        : Map(StorePaths.StackedRate, new("stacked_rate", "Rate of motion by stacking", Unit.MetrePerYear, Sign.TowardsSatellite, relativeTo));

    /// <summary>Look vector at a pixel, from its own angles where the products brought them, else from those of the scene's centre (pure numbers).</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    /// <exception cref="RequestException">Neither is known.</exception>
    public LookVector LookAt(int row, int column)
    {
        double At(string name, double otherwise)
        {
            if (!Stack.Geometry.Contains(name))
            {
                return otherwise;
            }

            Span<float> value = stackalloc float[1];
            store.OpenArray<float>(name).ReadRegion([row, column], [1, 1], value);
            return float.IsFinite(value[0]) ? value[0] : otherwise;
        }

        var (incidence, heading) = (At(StorePaths.Incidence, Stack.Incidence), At(StorePaths.Heading, Stack.Heading));
        return double.IsFinite(incidence + heading)
            ? LookVector.FromAngles(incidence, heading)
            : throw new RequestException("The products do not tell incidence and heading, without which a motion on the ground has no line of sight. Add them in a plumb-product.yaml.");
    }

    /// <summary>Number of interferograms used, a count, shape (rows, columns); null without pairs.</summary>
    public Layer? PairCount() => Network is null ? null : Map(StorePaths.PairCount, new("pair_count", "Number of interferograms used", Unit.Count, Sign.None));

    /// <summary>What time functions were fitted; null where none were.</summary>
    public FitRecord? Fit { get; }

    /// <summary>A map of the time functions in its own unit, shape (rows, columns).</summary>
    /// <param name="layer">Which, as <see cref="FitRecord.Layers"/> lists it.</param>
    public Layer FitMap(FitLayer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Map(FinalLayers.Fit(store, layer.Name), new("fit_" + layer.Name, layer.Title, layer.Unit, layer.Sign, relativeTo));
    }

    /// <summary>Height, metres, shape (rows, columns); null when no product brought it.</summary>
    public Layer? Height() => Stack.Geometry.Contains(StorePaths.Height)
        ? Map(StorePaths.Height, new("height", "Height of the ground", Unit.Metre, Sign.Up))
        : null;

    /// <summary>Displacement since the first date, metres, positive towards the satellite, shape (rows, columns).</summary>
    /// <param name="date">Index of the date.</param>
    public Layer Displacement(int date) => Displacement(FinalLayers.Series(store), date, "displacement", "Displacement along the line of sight");

    /// <summary>Displacement since the first date before corrections, metres, positive towards the satellite, shape (rows, columns).</summary>
    /// <param name="date">Index of the date.</param>
    public Layer MeasuredDisplacement(int date) =>
        Displacement(StorePaths.Displacement, date, "measured_displacement", "Displacement along the line of sight before corrections");

    /// <summary>Series of a tile, metres, positive towards the satellite, shape (date, rows, columns).</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="values">Receives the values in metres; NaN is no-data.</param>
    public void Series(Tile tile, Span<float> values) => Stacked(FinalLayers.Series(store), tile, values);

    /// <summary>Standard deviations of the series of a tile, metres, shape (date, rows, columns).</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="values">Receives the values in metres; NaN is no-data, and everything where a finished series brought none or inversion.sigma is off.</param>
    public void SeriesSigma(Tile tile, Span<float> values)
    {
        if (Network is null || !store.Exists(StorePaths.DisplacementSigma))
        {
            values.Fill(float.NaN);
            return;
        }

        Stacked(FinalLayers.SeriesSigma(store), tile, values);
    }

    /// <summary>Whether the standard deviations of the series hold more than the noise of the pairs, and both are there.</summary>
    internal bool HasSeriesParts => Network is not null && store.Exists(StorePaths.SeriesSigma) && store.Exists(StorePaths.DisplacementSigma);

    /// <summary>Standard deviations of the series of a tile by the noise of the pairs alone, metres, shape (date, rows, columns).</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="values">Receives the values in metres; NaN is no-data.</param>
    internal void PairSigma(Tile tile, Span<float> values) => Stacked(StorePaths.DisplacementSigma, tile, values);

    /// <summary>Longitude and latitude of a pixel's centre, degrees on WGS 84; NaN in radar coordinates.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Column.</param>
    public (double Longitude, double Latitude) PlaceOf(int row, int column)
    {
        double[] x = [0], y = [0];
        PlacesOf(row, column, x, y);
        return (x[0], y[0]);
    }

    /// <summary>Longitudes and latitudes along a row, degrees on WGS 84; NaN in radar coordinates.</summary>
    /// <param name="row">Row.</param>
    /// <param name="firstColumn">First column.</param>
    /// <param name="longitudes">Receives longitudes, degrees, shape (column).</param>
    /// <param name="latitudes">Receives latitudes, degrees, shape (column).</param>
    public void PlacesOf(int row, int firstColumn, double[] longitudes, double[] latitudes)
    {
        ArgumentNullException.ThrowIfNull(longitudes);
        ArgumentNullException.ThrowIfNull(latitudes);
        if (Grid.Crs.IsRadar)
        {
            Array.Fill(longitudes, double.NaN);
            Array.Fill(latitudes, double.NaN);
            return;
        }

        for (var c = 0; c < longitudes.Length; c++)
        {
            (longitudes[c], latitudes[c]) = Grid.CentreOf(row, firstColumn + c);
        }

        if (Grid.Crs != Crs.Wgs84)
        {
            using var transform = new CoordinateTransform(Grid.Crs, Crs.Wgs84);
            transform.Apply(longitudes, latitudes);
        }
    }

    /// <summary>Size of a pixel on the ground, metres; NaN in radar coordinates.</summary>
    public (double Width, double Height) PixelSize() => PixelSizeOf(Grid);

    /// <summary>Size of a pixel of a grid on the ground, metres; NaN in radar coordinates.</summary>
    /// <param name="grid">The grid.</param>
    internal static (double Width, double Height) PixelSizeOf(Grid grid)
    {
        if (grid.Crs.IsRadar)
        {
            return (double.NaN, double.NaN);
        }

        if (!grid.Crs.IsGeographic)
        {
            return (grid.StepX, -grid.StepY);
        }

        var latitude = (grid.OriginY + grid.EndY) / 2 * Math.PI / 180;
        return (grid.StepX * ReferencePlace.MetresPerDegree * Math.Cos(latitude), -grid.StepY * ReferencePlace.MetresPerDegree);
    }

    private Layer Displacement(string array, int date, string name, string title)
    {
        var values = new float[Grid.PixelCount];
        store.OpenArray<float>(array).ReadRegion([date, 0, 0], [1, Grid.Rows, Grid.Columns], values);
        var day = Dates[date];
        return new Layer(
            Directed(new($"{name}_{day:yyyyMMdd}", $"{title} from {Dates[0]:yyyy-MM-dd} to {day:yyyy-MM-dd}", Unit.Metre, Sign.TowardsSatellite, relativeTo)), Grid, values);
    }

    private void Stacked(string name, Tile tile, Span<float> values) => store.OpenArray<float>(name)
        .ReadRegion([0, tile.Row, tile.Column], [Dates.Count, tile.Rows, tile.Columns], values);

    private Layer? Weak(string name, LayerDescription description)
    {
        if (!store.Exists(name))
        {
            return null;
        }

        var flags = new ushort[Grid.PixelCount];
        store.OpenArray<ushort>(name).ReadRegion([0, 0], [Grid.Rows, Grid.Columns], flags);
        return new Layer(description, Grid, Array.ConvertAll(flags, f => (float)f));
    }

    private Layer? Counts(string name, LayerDescription description) => Closure is null ? null : Map(name, description);

    private Layer Map(string name, LayerDescription description) => new(Directed(description), Grid, MapArrays.Read(store, Grid, name));

    /// <summary>Offsets along the flight are motion in that direction and not along the line of sight.</summary>
    private LayerDescription Directed(LayerDescription of) => Stack.Observation != ObservationKind.AlongTrackOffset || of.Sign != Sign.TowardsSatellite ? of
        : of with { Sign = Sign.AlongFlight, Title = of.Title.Replace("along the line of sight", "along the flight", StringComparison.Ordinal) };
}
