using Plumb.Components;
using Plumb.Formats.GeoTiff;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Processing.Configuration;
using Plumb.Processing.Progress;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Tracks;

/// <summary>What <c>plumb fuse</c> found, as fusion.json. Millimetres and years.</summary>
/// <param name="Known">Result folder of the sensor whose motion was known.</param>
/// <param name="Run">Result folder of the other sensor's run.</param>
/// <param name="Method">"weighted" or "plain".</param>
/// <param name="Degree">Highest power of time of the model, a count.</param>
/// <param name="Places">Places that the expectation was made from, a count.</param>
/// <param name="RangeMetres">Range of the exponential semivariogram, metres.</param>
/// <param name="ExpectedSigmaMillimetres">Median standard deviation of the expected rate upwards, mm/yr.</param>
/// <param name="DaysBefore">Days by which the other sensor begins before the known one.</param>
/// <param name="DaysAfter">Days by which it ends after it.</param>
/// <param name="Cells">Cells with a joint rate, a count.</param>
/// <param name="SigmaMillimetres">Median standard deviation of the joint rate upwards, mm/yr.</param>
/// <param name="Dates">Joint dates, a count.</param>
/// <param name="RelativeTo">What the values are relative to.</param>
public sealed record FusionRecord(
    string Known, string Run, string Method, int Degree, int Places, double RangeMetres, double ExpectedSigmaMillimetres, int DaysBefore, int DaysAfter, int Cells, double SigmaMillimetres, int Dates,
    string RelativeTo)
{
    /// <summary>Name of the file in the folder of the results.</summary>
    public const string FileName = "fusion.json";
}

/// <summary>Joint rates and series upwards of two sensors.</summary>
/// <param name="Tracks">The sensors on one grid: the fused run, then the known one; their looks count as if motion were upwards alone.</param>
/// <param name="Rate">Rate upwards of both, metres per year; shape (rows, columns).</param>
/// <param name="Sigma">Its standard deviation, metres per year; shape (rows, columns).</param>
/// <param name="Series">The joint series.</param>
public sealed record FusedMotion(GriddedTracks Tracks, Layer Rate, Layer Sigma, JoinedSeries? Series);

/// <summary>
/// Puts two sensors together (Zhu et al.): the motion that one knows is taken off the wrapped phase of the other and put back after it is unwrapped, so that the chain inverts
/// the whole motion with the right cycles; then both series are joined at all dates.
/// </summary>
public static class FuseTracks
{
    /// <summary>The settings of the other sensor's run, with or without the expectation.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="expected">Whether the expected motion is there already.</param>
    public static Func<PlumbSettings, PlumbSettings> Change(FusionRequest request, bool expected)
    {
        ArgumentNullException.ThrowIfNull(request);
        return settings => settings with
        {
            Output = settings.Output with { Folder = request.Run },
            Unwrapping = settings.Unwrapping with { Again = true, ExpectedMotion = expected ? request.Expected : "" },
        };
    }

    /// <summary>Joins the fused run with the known one and writes maps (m/yr), the joint series and the record.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="expectation">How the expectation was made.</param>
    /// <param name="budget">The memory that tiles are sized by, bytes.</param>
    /// <param name="progress">Where the work is told of.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">The sensors share no good cell.</exception>
    public static (FusedMotion Motion, FusionRecord Record) Join(FusionRequest request, ExpectationSummary expectation, MemoryBudget budget, IRunProgress progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(expectation);
        var tracks = GriddedTracks.Load(new TracksRequest { Inputs = [request.Run, request.Known] });
        tracks.LookUpwards();
        var tile = Upwards(tracks);
        var motion = new Decomposition(tracks, new DecompositionOptions(), tile);
        if (motion.Cells == 0)
        {
            throw new RequestException($"{request.Run} and {request.Known} have no good cell in common. Check the masks of both runs (mask.min_temporal_coherence).");
        }

        var series = JoinTracks.Run(motion, request.Folder, budget, request.Threads, progress, stop, isUpwards: true);
        var rate = tracks.Layer("vertical_rate", "Rate upwards of both sensors", Unit.MetrePerYear, Sign.Up, tile.Up);
        var sigma = tracks.Layer("vertical_rate_sigma", "Standard deviation of the rate upwards", Unit.MetrePerYear, Sign.None, tile.UpSigma);
        var maps = Path.Combine(request.Folder, "maps");
        Directory.CreateDirectory(maps);
        LayerGeoTiff.Write(rate, Path.Combine(maps, "vertical_rate.tif"));
        LayerGeoTiff.Write(sigma, Path.Combine(maps, "vertical_rate_sigma.tif"));
        TrackPoints.Write(request.Folder, "fused", "Rates upwards of both sensors", $"Rates in mm/yr, positive upwards, relative to {tracks.RelativeTo}.", [rate, sigma], series?.Dates[^1] ?? new DateOnly(2000, 1, 1));
        var record = new FusionRecord(
            request.Known, request.Run, request.Method.ToString().ToLowerInvariant(), request.Degree, expectation.Places, expectation.Variogram.Range, expectation.SigmaMillimetres,
            expectation.DaysBefore, expectation.DaysAfter, motion.Cells, 1000 * OrderStatistics.MedianOfFinite(tile.UpSigma.Select(v => (double)v)), series?.Dates.Count ?? 0, tracks.RelativeTo);
        ResultJson.Write(request.Folder, FusionRecord.FileName, record);
        return (new FusedMotion(tracks, rate, sigma, series), record);
    }

    /// <summary>Mean of the sensors' rates upwards, weighted by their variances, wherever the fused run has one.</summary>
    private static ComponentTile Upwards(GriddedTracks tracks)
    {
        var tile = new ComponentTile((int)tracks.Grid.PixelCount);
        for (var i = 0; i < tile.Up.Length; i++)
        {
            var (sum, weight) = (0.0, 0.0);
            foreach (var track in tracks.Tiles)
            {
                var own = track.Up[i] * (double)track.Up[i] / (track.Sigma[i] * (double)track.Sigma[i]);
                if (double.IsFinite(own) && float.IsFinite(track.Value[i]))
                {
                    (sum, weight) = (sum + (own * track.Value[i] / track.Up[i]), weight + own);
                }
            }

            var isThere = float.IsFinite(tracks.Tiles[0].Value[i]) && weight > 0;
            (tile.Up[i], tile.UpSigma[i], tile.East[i]) = isThere ? ((float)(sum / weight), (float)Math.Sqrt(1 / weight), 0f) : (float.NaN, float.NaN, float.NaN);
        }

        return tile;
    }
}
