namespace Plumb.Processing.Studies.Fusion;

/// <summary>What Zhu et al. printed of two sensors over a suburb of Tianjin, upwards in millimetres per year, and where the simulated scene is levelled.</summary>
public sealed record FusionPublished
{
    /// <summary>Runs against levelling.</summary>
    public IReadOnlyList<PublishedFusion> AgainstLevelling { get; init; } = [];

    /// <summary>Runs against that of 29 images.</summary>
    public IReadOnlyList<PublishedFusion> AgainstReference { get; init; } = [];

    /// <summary>Name of the benchmark that everything is relative to.</summary>
    public string ReferenceBenchmark { get; init; } = "";

    /// <summary>Radius about a benchmark within which pixels are averaged, metres.</summary>
    public double Radius { get; init; } = 150;

    /// <summary>Least distance between benchmarks, metres.</summary>
    public double LeastDistance { get; init; }

    /// <summary>Standard deviation of a levelled height difference, millimetres.</summary>
    public double LevellingSigma { get; init; } = 1;

    /// <summary>Day of the first levelling (UTC), as yyyy-MM-dd.</summary>
    public string FirstLevelling { get; init; } = "2009-03-27";

    /// <summary>Day of the last levelling (UTC), as yyyy-MM-dd.</summary>
    public string LastLevelling { get; init; } = "2010-09-06";

    /// <summary>The benchmarks: where they are wanted in the study's file, where they stand once <see cref="BenchmarkPlaces"/> has moved them.</summary>
    public IReadOnlyList<FusionBenchmark> Benchmarks { get; init; } = [];

    /// <summary>What was printed of a run; empty entries where nothing was.</summary>
    /// <param name="rows">The table.</param>
    /// <param name="run">Name of the run.</param>
    public static PublishedFusion Of(IReadOnlyList<PublishedFusion> rows, string run) => rows.FirstOrDefault(r => r.Run == run) ?? new PublishedFusion { Run = run };
}

/// <summary>One row of the study's tables.</summary>
public sealed record PublishedFusion
{
    /// <summary>Name of the run: asar, tsx11, fusion, joint, tsx29.</summary>
    public string Run { get; init; } = "";

    /// <summary>Root mean square of the differences, millimetres per year; NaN where not printed.</summary>
    public double Rmse { get; init; } = double.NaN;

    /// <summary>Correlation, pure number; NaN where not printed.</summary>
    public double Correlation { get; init; } = double.NaN;

    /// <summary>Largest difference, millimetres per year; NaN where not printed.</summary>
    public double Largest { get; init; } = double.NaN;

    /// <summary>Points, a count; NaN where not printed.</summary>
    public double Points { get; init; } = double.NaN;

    /// <summary>Points that differ by more than 10 mm/yr, percent; NaN where not printed.</summary>
    public double OverTen { get; init; } = double.NaN;

    /// <summary>Points that differ by more than 20 mm/yr, percent; NaN where not printed.</summary>
    public double OverTwenty { get; init; } = double.NaN;
}

/// <summary>A benchmark.</summary>
public sealed record FusionBenchmark
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>East of the middle of the scene, metres.</summary>
    public double East { get; init; }

    /// <summary>North of it, metres.</summary>
    public double North { get; init; }
}
