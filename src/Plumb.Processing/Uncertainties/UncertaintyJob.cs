using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Networks;
using Plumb.Processing.Configuration;
using Plumb.Processing.Fits;
using Plumb.Processing.Results;
using Plumb.Processing.Stages;
using Plumb.TimeFunctions;
using Plumb.Uncertainty;

namespace Plumb.Processing.Uncertainties;

/// <summary>What all threads share: plan, noise of reference and dates, arrays.</summary>
internal sealed class UncertaintyJob
{
    /// <summary>Index of the rate among the functions that are propagated; the check dates follow, then the fitted terms.</summary>
    public const int RateFunction = 0;

    public UncertaintyJob(RunContext run)
    {
        Run = run;
        Stack = StackDescription.Read(run.Folder);
        var record = NetworkRecord.Read(run.Folder);
        Network = record.Network;
        Chunks = new ChunkPlan(Stack.Grid);
        PairIndex = Network.Pairs.Select(Stack.IndexOf).ToArray();
        Reference = ReferenceRecord.Read(run.Folder);
        ReferencePhase = Reference.PhaseOf(Network);
        var options = InvertPlan.Options(run.Settings.Inversion, Stack, record);
        var inversion = new NetworkInversion(Network, options, Stack.Sensor.MetresPerRadian);
        IsPlain = inversion.IsPlain;
        var plain = IsPlain ? inversion : new NetworkInversion(
            Network,
            options with { Norm = ResidualNorm.L2, Smoothing = Smoothing.None, MinimumNorm = MinimumNorm.Velocity, DateBaselines = null },
            Stack.Sensor.MetresPerRadian);
        Years = DecimalYears.Since(Network.Dates, run.Settings.Rate.TimeAxis);
        CheckDates = SeriesScale.CheckDates(Network.Dates.Count);
        var functions = new List<double[]> { Slope(Years) };
        functions.AddRange(CheckDates.Select(d => SeriesScale.Unit(Network.Dates.Count, d)));
        FirstTerm = functions.Count;
        Terms = new TermSigmas(FitRecord.Read(run.Folder), run.Settings, Network.Dates);
        functions.AddRange(Terms.Functions);
        Plan = new NetworkPropagation(plain, Stack.Looks, functions, Terms.OwnFunctions);
        Scatter = new ResidualRate(Years);
        HasHeights = Stack.Geometry.Contains(StorePaths.Height);
        (PixelWidth, PixelHeight) = ResultSet.PixelSizeOf(Stack.Grid) is { Width: > 0 } size ? size : (1, 1);
        IsMetric = !Stack.Grid.Crs.IsRadar;
        Series = FinalLayers.Series(run.Store);
        Filters = FinalLayers.FiltersInTime(run.Folder);
    }

    public RunContext Run { get; }

    public UncertaintySettings Settings => Run.Settings.Uncertainty;

    public StackDescription Stack { get; }

    public Network Network { get; }

    public ReferenceRecord Reference { get; }

    public ChunkPlan Chunks { get; }

    public int[] PairIndex { get; }

    public float[] ReferencePhase { get; }

    /// <summary>Whether the series is that of least squares over the pairs alone, which is what is propagated.</summary>
    public bool IsPlain { get; }

    public double[] Years { get; }

    public int[] CheckDates { get; }

    /// <summary>Number of functions that are propagated (count), each pixel's own among them.</summary>
    public int Functions => Plan.Functions.Count + Plan.OwnFunctions;

    /// <summary>Index of the first function of a fitted term.</summary>
    public int FirstTerm { get; }

    public TermSigmas Terms { get; }

    public NetworkPropagation Plan { get; }

    public ResidualRate Scatter { get; }

    public bool HasHeights { get; }

    /// <summary>Size of a pixel on the ground, metres; 1 in radar coordinates.</summary>
    public double PixelWidth { get; }

    public double PixelHeight { get; }

    public bool IsMetric { get; }

    /// <summary>The final series.</summary>
    public string Series { get; }

    /// <summary>Layers that are put back for the noise of the dates.</summary>
    public IReadOnlyList<string> Filters { get; }

    public bool HasComponents => Run.Settings.Inversion.ObservationMask == ObservationMask.Component;

    /// <summary>Pixels whose noise of dates is measured: those that the mask will most likely call good; shape (row, column).</summary>
    public bool[] Serves { get; private set; } = [];

    /// <summary>Rows and columns of the reference's good pixels.</summary>
    public IReadOnlyList<(int Row, int Column)> ReferencePixels { get; private set; } = [];

    public AtmosphereModel? Atmosphere { get; private set; }

    /// <summary>Correction that is a filter over the dates; null for none.</summary>
    public TimeFilter? Filter { get; private set; }

    public AreaVariance? Area { get; private set; }

    /// <summary>Noise that pixels share, of any function.</summary>
    public SharedNoise Shared { get; private set; } = new(null, null);

    /// <summary>Noise of each function beside the pixel's own pairs; shape (function).</summary>
    public FunctionNoise[] Noise { get; private set; } = [];

    /// <summary>Noise of the displacement at each date; shape (date).</summary>
    public FunctionNoise[] DateNoise { get; private set; } = [];

    /// <summary>Mean height of the reference, metres.</summary>
    public double ReferenceHeight { get; private set; }

    public float[] Heights { get; private set; } = [];

    /// <summary>Working memory of one thread, bytes.</summary>
    public long BytesPerThread
    {
        get
        {
            var stackBytes = (sizeof(float) * (Stack.HasCoherence ? 2L : 1L)) + (HasComponents ? 1 : 0);
            var pairs = Run.Store.OpenArray<float>(PhaseLayers.Delivered(Run.Store)).Shape[0] + ChunkPlan.Depth;
            var dates = Network.Dates.Count + ChunkPlan.Depth;
            return (((pairs * stackBytes) + (dates * (2L + (Filters.Count > 0 ? 1 : 0)) * sizeof(float))) * Chunks.ChunkPixels)
                + PhaseColumn.CycleBytes(Run, Chunks) + ((UncertaintyWorker.BytesPerPixel + TermWorker.BytesPerPixel(Terms)) * ChunkPlan.BlockSide * ChunkPlan.BlockSide)
                + TermOperators.Bytes(Terms, Network.Dates.Count, Chunks.ChunkPixels) + Plan.ScratchBytes;
        }
    }

    /// <summary>Measures what does not depend on a pixel's pairs: the noise of the reference and of the dates.</summary>
    public void Prepare()
    {
        var grid = Stack.Grid;
        var imported = MapArrays.ReadMask(Run.Store, grid, StorePaths.ImportMask);
        var inversion = MapArrays.ReadMask(Run.Store, grid, StorePaths.InversionMask);
        var before = MapArrays.ReadMask(Run.Store, grid, StorePaths.ReferenceMask);
        var temporal = MapArrays.Read(Run.Store, grid, StorePaths.TemporalCoherence);
        Serves = new bool[grid.PixelCount];
        for (var i = 0; i < Serves.Length; i++)
        {
            Serves[i] = (imported.Reasons[i] | inversion.Reasons[i]) == MaskReasons.None && temporal[i] >= Run.Settings.Mask.MinTemporalCoherence;
        }

        var columns = grid.Columns;
        ReferencePixels = Reference.PixelsOn(grid)
            .Select(i => (Row: i / columns, Column: i % columns))
            .Distinct()
            .Where(p => before.IsGood((p.Row * columns) + p.Column) && inversion.IsGood((p.Row * columns) + p.Column))
            .Order().ToArray();
        if (HasHeights)
        {
            Heights = MapArrays.Read(Run.Store, grid, StorePaths.Height);
            var known = ReferencePixels.Select(p => (double)Heights[(p.Row * columns) + p.Column]).Where(double.IsFinite).ToArray();
            ReferenceHeight = known.Length > 0 ? known.Average() : double.NaN;
        }

        if (Settings.Covariance != DateNoiseModel.None && ReferencePixels.Count > 0 && Network.Dates.Count > 2)
        {
            var survey = new PlaceSurvey(this);
            Atmosphere = survey.Measure();
            Filter = survey.Filter;
        }

        if (Atmosphere is not null)
        {
            Area = new AreaVariance(Atmosphere.Form, ReferencePixels, grid.Rows, grid.Columns, PixelWidth, PixelHeight);
        }

        var reference = ReferencePixels.Count > 0 ? ReferenceNoiseReader.Read(this) : null;
        Shared = new SharedNoise(reference, Atmosphere, Filter);
        Noise = [.. Plan.Functions.Select(f => Shared.Of(f))];
        DateNoise = [.. Enumerable.Range(0, Network.Dates.Count).Select(d => Shared.Of(SeriesScale.Unit(Network.Dates.Count, d)))];
    }

    public void CreateArrays()
    {
        foreach (var map in UncertaintyWorker.Maps)
        {
            MapArrays.Create(Run.Store, Stack.Grid, map.Name, float.NaN, map.Unit, "none", map.Title);
        }

        foreach (var layer in Terms.Layers)
        {
            MapArrays.Create(Run.Store, Stack.Grid, StorePaths.FitSigmaFolder + layer.Name, float.NaN, layer.StoreUnit, "none", layer.Title);
        }

        MapArrays.Create<ushort>(Run.Store, Stack.Grid, StorePaths.Weakness, 0, "flags", "none", WeaknessReasonWords.FlagMeanings);
        if (Settings.Series)
        {
            Run.Store.CreateArray(StorePaths.SeriesSigma, StackArrays.Stack(
                Chunks, "date", Network.Dates.Count, float.NaN, "metre", "none", "Standard deviation of the displacement, all parts"));
        }
    }

    /// <summary>Coefficients of the slope by ordinary least squares, one over year; shape (date).</summary>
    private static double[] Slope(double[] years)
    {
        var mean = years.Average();
        var square = years.Sum(t => (t - mean) * (t - mean));
        return Array.ConvertAll(years, t => (t - mean) / square);
    }
}
