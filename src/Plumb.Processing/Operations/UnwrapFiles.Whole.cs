using Plumb.Formats.Gdal;
using Plumb.Formats.Images;
using Plumb.Networks;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Bowls;

namespace Plumb.Processing.Operations;

/// <content>What looks at an image as a whole before it is unwrapped: model bowls and how steep the phase is.</content>
public sealed partial class UnwrapFiles
{
    /// <summary>Fits model bowls where they are asked for; from then on the inputs are without them.</summary>
    private IReadOnlyList<FittedBowl> TakeBowlsOff(UnwrapInputs inputs)
    {
        if (request.Bowl is not { } shape)
        {
            return [];
        }

        progress.Begin("Fit model bowls", 1);
        var (phase, coherence, claimed) = ReadWhole(inputs);
        try
        {
            var options = new BowlOptions { Shape = shape, Looks = request.Looks ?? UnwrapRequest.UsualLooks, Threads = request.Threads };
            var bowls = BowlSearch.Find(new WrappedImage(inputs.Rows, inputs.Columns, phase, coherence), options, budget, stop);
            inputs.TakeOff([.. bowls.Select(b => b.Bowl)]);
            progress.Advance(1);
            progress.End(bowls.Count == 0 ? "none makes neighbouring pixels agree better: none is taken off" : $"{bowls.Count} taken off, to be put back at the end");
            return bowls;
        }
        finally
        {
            budget.GiveBack(claimed);
        }
    }

    /// <summary>Judges how steep the phase is that is unwrapped, and writes it where asked for.</summary>
    private UnwrapSteepness? JudgeSteepness(UnwrapInputs inputs)
    {
        if (request.Aliasing is null && !request.KeepSteepness)
        {
            return null;
        }

        var (phase, coherence, claimed) = ReadWhole(inputs);
        budget.Claim((long)PairSteepness.BytesPerPixel * phase.Length, "Unwrapping: how steep the phase is");
        var shares = new float[phase.Length];
        PairSteepness.Judge(phase, coherence, inputs.Columns, request.Looks ?? UnwrapRequest.UsualLooks, shares);
        budget.GiveBack(claimed + ((long)PairSteepness.BytesPerPixel * phase.Length));
        if (request.Aliasing is { } path)
        {
            var description = new RasterBand("Steepest pixel on the way, as a share of half a cycle; 1 and more cannot be trusted", "1");
            ImageWriter.Write(path, ImageWriter.FormatOf(path, inputs.IsFlat ? ImageFormat.Flat : ImageFormat.Envi), inputs.Grid, shares, description);
        }

        return new UnwrapSteepness(inputs.Grid, shares.LongCount(s => s >= 1), shares.Where(s => s < 1).DefaultIfEmpty().Max()) { Shares = request.KeepSteepness ? shares : null };
    }

    private (float[] Phase, float[]? Coherence, long Claimed) ReadWhole(UnwrapInputs inputs)
    {
        var pixels = (long)inputs.Rows * inputs.Columns;
        if (pixels > Array.MaxLength)
        {
            throw new RequestException($"{request.Input} has {inputs.Rows} x {inputs.Columns} pixels, more than --bowl, --aliasing and --picture look at as a whole. Crop it with gdal_translate -srcwin.");
        }

        var claimed = pixels * sizeof(float) * (1 + (inputs.HasCoherence ? 1 : 0) + (inputs.HasAmplitude ? 1 : 0));
        budget.Claim(claimed, "Unwrapping: the image as a whole");
        var phase = new float[pixels];
        var coherence = inputs.HasCoherence ? new float[pixels] : null;
        inputs.Read(0, inputs.Rows, phase, coherence, inputs.HasAmplitude ? new float[pixels] : []);
        return (phase, coherence, claimed);
    }
}
