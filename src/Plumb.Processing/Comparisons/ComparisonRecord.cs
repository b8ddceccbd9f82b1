namespace Plumb.Processing.Comparisons;

/// <summary>What is compared, and on how much.</summary>
/// <param name="Sample">Largest number of tiles of 64 x 64 pixels that are drawn (count).</param>
/// <param name="Folds">Number of folds of pairs that are left out in turn (count).</param>
/// <param name="Seed">Seed of the draw of tiles and folds (pure number).</param>
public sealed record ComparisonOptions(int Sample = 16, int Folds = 5, long Seed = 1)
{
    /// <summary>Most tiles (count).</summary>
    public const int MostTiles = 1000;

    /// <summary>Most folds (count).</summary>
    public const int MostFolds = 50;

    /// <summary>Refuses what cannot be drawn.</summary>
    /// <exception cref="RequestException">A number is out of its range.</exception>
    public void Check()
    {
        if (Sample is < 1 or > MostTiles)
        {
            throw new RequestException($"--sample is {Sample}; give a number of tiles from 1 to {MostTiles}.");
        }

        if (Folds is < 2 or > MostFolds)
        {
            throw new RequestException($"--folds is {Folds}; give a number of folds from 2 to {MostFolds}.");
        }
    }
}

/// <summary>One solver of a comparison. Numbers are NaN where the solver is not possible.</summary>
public sealed record ComparisonRow
{
    /// <summary>Name of the solver.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is the one of the settings.</summary>
    public bool IsOfSettings { get; init; }

    /// <summary>Whether it is ranked; a stack is not.</summary>
    public bool IsRanked { get; init; }

    /// <summary>Why it is not possible here, in words; empty where it is.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Mean size of what it misses of pairs it has not seen, millimetres along the line of sight: what solvers are ranked by.</summary>
    public double Misfit { get; init; } = double.NaN;

    /// <summary>Standard error of <see cref="Misfit"/>, millimetres.</summary>
    public double MisfitSigma { get; init; } = double.NaN;

    /// <summary>Root mean square of what it misses, millimetres.</summary>
    public double Rms { get; init; } = double.NaN;

    /// <summary>Median size of what it misses as the standard deviation of a normal law, millimetres.</summary>
    public double Spread { get; init; } = double.NaN;

    /// <summary>Standard error of <see cref="Spread"/>, millimetres.</summary>
    public double SpreadSigma { get; init; } = double.NaN;

    /// <summary>The same mean size where the pixel's network falls apart without the pairs left out, millimetres; NaN where there are no such pixels.</summary>
    public double GapMisfit { get; init; } = double.NaN;

    /// <summary>Root mean square residual of the pairs with all pairs in, millimetres.</summary>
    public double ResidualRms { get; init; } = double.NaN;

    /// <summary>Mean temporal coherence with all pairs in (pure number).</summary>
    public double TemporalCoherence { get; init; } = double.NaN;

    /// <summary>Time of the inversion over that of plain weighted least squares (pure number), standard deviations left out; about.</summary>
    public double RelativeTime { get; init; } = double.NaN;

    /// <summary>Its misfit less that of the settings' solver over the latter, percent; negative: it misses less.</summary>
    public double AgainstSettings { get; init; } = double.NaN;

    /// <summary>Standard error of <see cref="AgainstSettings"/>, percent.</summary>
    public double AgainstSettingsSigma { get; init; } = double.NaN;

    /// <summary>Whether that difference is more than chance.</summary>
    public bool DiffersFromSettings { get; init; }

    /// <summary>Whether it misses no more than the best does, as far as the data tell.</summary>
    public bool IsAmongBest { get; init; }
}

/// <summary>Solvers held against each other on the same stack.</summary>
public sealed record ComparisonRecord
{
    /// <summary>What was drawn.</summary>
    public required ComparisonOptions Options { get; init; }

    /// <summary>Number of tiles that were drawn (count).</summary>
    public required int Tiles { get; init; }

    /// <summary>Number of tiles of the stack that have data (count).</summary>
    public required int TilesWithData { get; init; }

    /// <summary>Number of pairs of the network (count).</summary>
    public required int Pairs { get; init; }

    /// <summary>Number of pairs that were left out in turn (count); the others join the network alone.</summary>
    public required int HeldOutPairs { get; init; }

    /// <summary>Number of errors of each solver (count): pixels times pairs.</summary>
    public required long Errors { get; init; }

    /// <summary>Number of errors where the pixel's network falls apart without the pairs left out (count).</summary>
    public required long GapErrors { get; init; }

    /// <summary>The solvers.</summary>
    public required IReadOnlyList<ComparisonRow> Solvers { get; init; }

    /// <summary>What the data support, in sentences.</summary>
    public required IReadOnlyList<string> Verdict { get; init; }

    /// <summary>Name of the solver that the settings should be changed to; null where nothing speaks for a change.</summary>
    public string? Supported { get; init; }

    /// <summary>Lines of YAML that change the settings so; empty where nothing speaks for a change.</summary>
    public IReadOnlyList<string> Yaml { get; init; } = [];
}
