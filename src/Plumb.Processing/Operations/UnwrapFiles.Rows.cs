using System.Diagnostics;
using System.Globalization;
using Plumb.Formats.Gdal;
using Plumb.Formats.Images;
using Plumb.Formats.Store;
using Plumb.Processing.Configuration;
using Plumb.Unwrapping;

namespace Plumb.Processing.Operations;

/// <content>Images of any size, read and written by rows.</content>
public sealed partial class UnwrapFiles
{
    private const int PixelsAtOnce = 1 << 18;

    private UnwrapReport RunByRows()
    {
        using var inputs = UnwrapInputs.Open(request);
        Tell();
        var bowls = TakeBowlsOff(inputs);
        var steepness = JudgeSteepness(inputs);
        var options = new UnwrapOptions { Costs = request.Costs, Looks = request.Looks ?? UnwrapRequest.UsualLooks, Threads = request.Threads };
        var place = new UnwrapMemory(request, inputs.Rows, inputs.Columns, inputs.IsFlat, budget.Bytes);
        var memory = place.Open(budget);
        using var scratch = memory as ScratchMemory;
        progress.Begin("Unwrap", 100);
        if (scratch is not null)
        {
            progress.Note($"The network of {MemorySize.Format(place.Whole)} lies in a working file beside the result while it is solved.");
        }

        var clock = Stopwatch.StartNew();
        using var result = PhaseUnwrapper.Unwrap(inputs, options, memory, budget, Advance(), stop);
        var seconds = clock.Elapsed.TotalSeconds;
        progress.End(string.Create(CultureInfo.InvariantCulture, $"{result.Pixels} pixels, {result.Residues} residues"));
        var phase = request.KeepSteepness ? new float[(long)inputs.Rows * inputs.Columns] : null;
        WriteRows(inputs, result, phase);
        return new UnwrapReport
        {
            Rows = inputs.Rows,
            Columns = inputs.Columns,
            Pixels = result.Pixels,
            Residues = result.Residues,
            Regions = result.Regions,
            Components = result.Components,
            Bowls = bowls,
            Steepness = steepness,
            Phase = phase,
            Looks = options.Looks,
            Seconds = seconds,
            ScratchBytes = scratch is null ? 0 : place.Whole,
        };
    }

    private Action<double> Advance()
    {
        var done = 0;
        var gate = new Lock();
        return share =>
        {
            lock (gate)
            {
                if ((int)(100 * share) is var now && now > done)
                {
                    progress.Advance(now - done);
                    done = now;
                }
            }
        };
    }

    private void WriteRows(UnwrapInputs inputs, UnwrappedRows result, float[]? whole)
    {
        var otherwise = inputs.IsFlat ? ImageFormat.Flat : ImageFormat.Envi;
        using var writer = ImageRowWriter.Create(request.Output, ImageWriter.FormatOf(request.Output, otherwise), inputs.Grid, false, new RasterBand("Unwrapped phase", "rad"));
        using var numbers = request.Components is { } path
            ? ImageRowWriter.OfBytes(path, ImageWriter.FormatOf(path, otherwise), inputs.Grid, new RasterBand("Number of the connected component, 0 for none", ""))
            : null;
        var rows = Math.Max(16, PixelsAtOnce / inputs.Columns);
        for (var row = 0; row < inputs.Rows; row += rows)
        {
            stop.ThrowIfCancellationRequested();
            var count = Math.Min(rows, inputs.Rows - row);
            var phase = result.Phase(row, count);
            inputs.PutBack(row, count, phase);
            writer.Write(phase);
            if (whole is not null)
            {
                phase.CopyTo(whole.AsSpan(row * inputs.Columns));
            }

            numbers?.Write(result.ComponentOf(row, count));
        }

        writer.Complete();
        numbers?.Complete();
    }
}
