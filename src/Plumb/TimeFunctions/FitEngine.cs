using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>The arithmetic of <see cref="TimeModelFit"/> at one vector width.</summary>
internal abstract class FitEngine
{
    /// <summary>Working memory of one thread (unit: elements).</summary>
    public abstract int ScratchFloats { get; }

    public static FitEngine For(TimeModelFit owner, LaneWidth width) => LaneWidths.Choose(width) switch
    {
        LaneWidth.Bits512 => new FitEngine<Lane512>(owner),
        LaneWidth.Bits256 => new FitEngine<Lane256>(owner),
        _ => new FitEngine<Lane128>(owner),
    };

    public abstract void Fit(in FitTile tile, in FitResult result, Span<float> scratch);
}

/// <summary>The arithmetic of <see cref="TimeModelFit"/> for one lane type.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal sealed unsafe class FitEngine<T> : FitEngine
    where T : unmanaged, ILane<T>
{
    private readonly LaneModel<T> model;
    private readonly bool fromScatter;

    public FitEngine(TimeModelFit owner)
    {
        model = new LaneModel<T>(owner.Model, owner.Dates, owner.Options.Weights.ToArray());
        fromScatter = owner.Options.Covariance == CovarianceSource.Scatter;
    }

    public override int ScratchFloats => T.Width * (StripPacking<T>.LanesFor(model.Dates) + LaneSystem<T>.LanesFor(model) + (model.Coefficients * model.Coefficients));

    public override void Fit(in FitTile tile, in FitResult result, Span<float> scratch)
    {
        fixed (float* memory = scratch)
        fixed (float* tables = model.Tables)
        fixed (float* series = tile.Series)
        fixed (float* sigma = tile.Sigma)
        {
            var strip = new StripPacking<T>((T*)memory, model.Dates);
            var system = new LaneSystem<T>(model, tables, strip.End);
            var rows = system.End;
            for (var start = 0; start < tile.Pixels; start += StripPacking<T>.Pixels)
            {
                var count = Math.Min(StripPacking<T>.Pixels, tile.Pixels - start);
                strip.Pack(series, sigma, tile.Stride, start, count, tables + model.RootWeights);
                for (var v = 0; v * T.Width < count; v++)
                {
                    FitBlock(strip, v, start + (v * T.Width), tile.Pixels, sigma != null, system, rows, result);
                }
            }
        }
    }

    private void FitBlock(in StripPacking<T> strip, int v, int at, int pixels, bool ownWeights, in LaneSystem<T> system, T* rows, in FitResult result)
    {
        var (zero, p) = (T.Splat(0), model.Coefficients);
        var count = strip.Count[v];
        var alike = !ownWeights && T.All(T.Same(count, T.Splat(model.UsedDates)));
        var regular = alike ? system.SolveAlike(strip.Value(v)) : system.Solve(strip.Value(v), strip.Weight(v));
        var solved = regular & (T.Less(T.Splat(p), count) ^ T.Same(T.Splat(p), count));
        system.Squares(alike ? null : strip.Weight(v), strip.Weight(v), out var weightedSquares, out var squares);
        var write = new LaneWriter<T>(at, pixels, solved);
        if (!result.Coefficients.IsEmpty)
        {
            system.Coefficients(rows);
            for (var j = 0; j < p; j++)
            {
                write.Value(result.Coefficients[(j * pixels)..], rows[j]);
            }
        }

        if (result.NeedsCovariance)
        {
            var spare = count - T.Splat(p);
            var scale = fromScatter ? T.Select(T.Less(zero, spare), weightedSquares / spare, T.Splat(float.NaN)) : T.Splat(1);
            WriteCovariance(system, alike, scale, rows, pixels, write, result);
        }

        write.Value(result.ResidualRms, T.Sqrt(squares / count));
        write.Value(result.SquareSum, weightedSquares);
        write.Always(result.DateCount, count);
        for (var i = 0; i < model.Dates && !result.Residuals.IsEmpty; i++)
        {
            write.Value(result.Residuals[(i * pixels)..], system.ResidualOf(i, strip.Weight(v)));
        }
    }

    private void WriteCovariance(in LaneSystem<T> system, bool alike, T scale, T* rows, int pixels, LaneWriter<T> write, in FitResult result)
    {
        var p = model.Coefficients;
        if (!alike)
        {
            system.InverseRows(rows);
        }

        for (var (j, entry) = (0, 0); j < p; j++)
        {
            for (var k = 0; k <= j; k++, entry++)
            {
                if (result.Covariance.IsEmpty && k < j)
                {
                    continue;
                }

                var variance = scale * (alike ? T.Splat(model.Cofactor[entry]) : LaneSystem<T>.Dot(rows + (j * p), rows + (k * p), j, p));
                if (!result.Covariance.IsEmpty)
                {
                    write.Value(result.Covariance[(entry * pixels)..], variance);
                }

                if (k == j && !result.Sigma.IsEmpty)
                {
                    write.Value(result.Sigma[(j * pixels)..], T.Sqrt(variance));
                }
            }
        }
    }
}
