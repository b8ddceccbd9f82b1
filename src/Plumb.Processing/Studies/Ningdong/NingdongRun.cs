using Plumb.Formats.Gnss;
using Plumb.Grids;
using Plumb.Processing.Results;
using Plumb.Processing.Validations;
using Plumb.Simulation;
using Plumb.Validation;

namespace Plumb.Processing.Studies.Ningdong;

/// <summary>
/// One run on a scene of the study, held against what is known there: the scene's truth at the deepest point of each mine, and its GNSS stations. All relative
/// to the run's own reference areas and first date.
/// </summary>
/// <param name="Mines">Each mine at the point where its true total is largest.</param>
/// <param name="Stations">Each station; those that cannot be used say why.</param>
/// <param name="Phases">Rate in each phase of the life cycle at the first point of Maliantai, true and found; empty where the scene does not hold it.</param>
/// <param name="FlaggedPixels">Pixels whose motion the run marks as too steep to be measured (count).</param>
public sealed record NingdongRun(
    IReadOnlyList<MinePeak> Mines, IReadOnlyList<StationComparison> Stations, IReadOnlyList<PhaseRate> Phases, int FlaggedPixels)
{
    private const double MostRatio = 2;

    /// <summary>Pixels whose series is wrong (root mean square over the dates) by more than the study's own difference to GNSS (count).</summary>
    public int WrongPixels { get; init; }

    /// <summary>Those of them that the run trusts all the same (count).</summary>
    public int WrongUnmarked { get; init; }

    /// <summary>Those of the trusted ones whose errors are also more than twice the standard deviations that the run gives (root mean square over the dates): neither mask nor sigma tells (count).</summary>
    public int WrongUntold { get; init; }

    /// <summary>Pixels that the run trusts (count).</summary>
    public int TrustedPixels { get; init; }

    /// <summary>Measures a run.</summary>
    /// <param name="results">The run.</param>
    /// <param name="simulator">The scene it was made from.</param>
    /// <param name="gnssFolder">Folder of the scene's stations; null for none.</param>
    /// <param name="phases">The phases of the life cycle.</param>
    /// <param name="wrongFrom">The study's own difference to GNSS, metres, above which a pixel's series counts as wrong.</param>
    /// <param name="isMasked">Whether only the pixels that the run trusts count; else all that have a value, as in the study.</param>
    public static NingdongRun Of(ResultSet results, SceneSimulator simulator, string? gnssFolder, IReadOnlyList<PublishedPhase> phases, double wrongFrom, bool isMasked)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(phases);
        var trusted = results.Mask();
        var mask = isMasked ? trusted : WithValue(results);
        var truth = new SceneTruth(results, simulator);
        var stations = gnssFolder is null ? [] : GroundCheck.Of(
            results, GnssFolder.Read(gnssFolder).Stations, mask, new StationOptions { WidestRadius = new StationOptions().Radius, Cleaning = new CleaningOptions { Outlier = 0 } })
            .Select(c => c.Comparison).ToArray();
        var wrong = Wrong(results, truth, wrongFrom);
        return new NingdongRun(
            Peaks(results, truth, mask, simulator.Scene.Concessions),
            stations,
            Life(results, truth, mask, phases),
            (int)trusted.Count(MaskReasons.Aliased))
        {
            WrongPixels = wrong.Count,
            WrongUnmarked = wrong.Count(w => trusted.IsGood(w.Pixel)),
            WrongUntold = wrong.Count(w => trusted.IsGood(w.Pixel) && w.Ratio > MostRatio),
            TrustedPixels = (int)trusted.Count(MaskReasons.None),
        };
    }

    /// <summary>Pixels with a value whose series departs from the truth by more than a limit, metres, root mean square over the dates after the first.</summary>
    /// <returns>The pixels, and their errors over the standard deviations that the run gives, root mean square; NaN where it gives none.</returns>
    private static List<(int Pixel, double Ratio)> Wrong(ResultSet results, SceneTruth truth, double limit)
    {
        var (squares, ratios) = (new double[results.Grid.PixelCount], new double[results.Grid.PixelCount]);
        for (var date = 1; date < results.Dates.Count; date++)
        {
            var found = results.Displacement(date).Values;
            var known = truth.Date(date);
            var sigma = results.SeriesSigma(date);
            for (var i = 0; i < squares.Length; i++)
            {
                squares[i] += Math.Pow(found[i] - known[i], 2);
                ratios[i] += Math.Pow((found[i] - known[i]) / (sigma?.Values[i] ?? float.NaN), 2);
            }
        }

        var dates = results.Dates.Count - 1;
        return [.. Enumerable.Range(0, squares.Length).Where(i => Math.Sqrt(squares[i] / dates) > limit).Select(i => (i, Math.Sqrt(ratios[i] / dates)))];
    }

    private static Mask WithValue(ResultSet results)
    {
        var mask = new Mask(results.Grid);
        var rate = results.Rate().Values;
        for (var i = 0; i < rate.Length; i++)
        {
            mask.Add(i, float.IsFinite(rate[i]) ? MaskReasons.None : MaskReasons.NoData);
        }

        return mask;
    }

    private static IReadOnlyList<MinePeak> Peaks(ResultSet results, SceneTruth truth, Mask mask, IReadOnlyList<SceneConcession> mines)
    {
        var (stacked, rate, total) = (results.StackedRate(), results.Rate(), results.Displacement(results.Dates.Count - 1));
        var network = results.Network ?? throw new RequestException($"{results.Folder} holds no interferograms. A study's runs start from those.");
        return [.. mines.Select(m => m.Name).Select(mine =>
        {
            var pixel = truth.DeepestOf(mine);
            return new MinePeak(
                mine, pixel / results.Grid.Columns, pixel % results.Grid.Columns,
                truth.Rate(pixel), truth.Total(pixel), truth.StackedRate(pixel, network),
                stacked is null ? double.NaN : stacked.Values[pixel], rate.Values[pixel], total.Values[pixel],
                mask.Reasons[pixel])
            {
                TrueSeries = truth.Series(pixel),
                Series = SeriesAt(results, pixel),
            };
        })];
    }

    private static IReadOnlyList<PhaseRate> Life(ResultSet results, SceneTruth truth, Mask mask, IReadOnlyList<PublishedPhase> phases)
    {
        const string Trough = "Maliantai 1";
        if (truth.PixelOfTrough(Trough) is not { } pixel)
        {
            return [];
        }

        var found = SeriesAt(results, pixel);
        var known = truth.Series(pixel);
        return [.. phases.Select(p => new PhaseRate(
            p.Name, p.Rate / 1000, SeriesSlope.Within(results.Dates, known, p.From, p.To), SeriesSlope.Within(results.Dates, found, p.From, p.To), mask.Reasons[pixel]))];
    }

    private static float[] SeriesAt(ResultSet results, int pixel)
    {
        var found = new float[results.Dates.Count];
        results.Series(new Tile(pixel / results.Grid.Columns, pixel % results.Grid.Columns, 1, 1), found);
        return found;
    }
}

/// <summary>A mine at the point where its true total is largest; along the line of sight, positive towards the satellite.</summary>
/// <param name="Mine">Name of the mine.</param>
/// <param name="Row">Row of the point.</param>
/// <param name="Column">Column of the point.</param>
/// <param name="TrueRate">Slope of the straight line through the true motion at the dates, metres per year.</param>
/// <param name="TrueTotal">True motion from the first to the last date, metres.</param>
/// <param name="StackedTruth">Rate that stacking without any error would give, metres per year.</param>
/// <param name="StackedRate">Rate by stacking, metres per year; NaN where the run did not stack.</param>
/// <param name="Rate">Rate of the series, metres per year; NaN is no-data.</param>
/// <param name="Total">Motion from the first to the last date, metres; NaN is no-data.</param>
/// <param name="Reasons">Why the run does not trust the point; none where it does.</param>
public sealed record MinePeak(
    string Mine, int Row, int Column, double TrueRate, double TrueTotal, double StackedTruth, double StackedRate, double Rate, double Total, MaskReasons Reasons)
{
    /// <summary>True motion at each date, metres; shape (date).</summary>
    public IReadOnlyList<float> TrueSeries { get; init; } = [];

    /// <summary>Motion of the run at each date, metres; shape (date); NaN is no-data.</summary>
    public IReadOnlyList<float> Series { get; init; } = [];
}

/// <summary>Rate in one phase of a life cycle, metres per year, positive towards the satellite.</summary>
/// <param name="Name">Name of the phase.</param>
/// <param name="Published">What the study printed, metres per year.</param>
/// <param name="True">Slope through the true motion of the scene, metres per year.</param>
/// <param name="Found">Slope through the run's series, metres per year.</param>
/// <param name="Reasons">Why the run does not trust the point; none where it does.</param>
public sealed record PhaseRate(string Name, double Published, double True, double Found, MaskReasons Reasons);
