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
    private readonly RobustLoss loss;

    public FitEngine(TimeModelFit owner)
    {
        model = new LaneModel<T>(owner.Model, owner.Dates, owner.Options.Weights.ToArray());
        fromScatter = owner.Options.Covariance == CovarianceSource.Scatter;
        loss = owner.Options.Robust;
    }

    public override int ScratchFloats => T.Width * (StripPacking<T>.LanesFor(model.Dates) + LaneSystem<T>.LanesFor(model) + LaneRobust<T>.LanesFor(model) + RowsFor(model.Coefficients));

    private static int RowsFor(int coefficients) => Math.Max(coefficients * coefficients, RowTable.Padded(coefficients));

    public override void Fit(in FitTile tile, in FitResult result, Span<float> scratch)
    {
        fixed (float* memory = scratch)
        fixed (float* tables = model.Tables)
        fixed (float* series = tile.Series)
        fixed (float* sigma = tile.Sigma)
        {
            var strip = new StripPacking<T>((T*)memory, model.Dates);
            var system = new LaneSystem<T>(model, tables, strip.End);
            var robust = new LaneRobust<T>(model, system, system.End);
            for (var start = 0; start < tile.Pixels; start += StripPacking<T>.Pixels)
            {
                var count = Math.Min(StripPacking<T>.Pixels, tile.Pixels - start);
                strip.Pack(series, sigma, tile.Stride, start, count, tables + model.RootWeights);
                for (var v = 0; v * T.Width < count; v++)
                {
                    FitBlock(strip, v, start + (v * T.Width), tile.Pixels, sigma != null, system, robust, result);
                }
            }
        }
    }

    private void FitBlock(in StripPacking<T> strip, int v, int at, int pixels, bool ownWeights, in LaneSystem<T> system, in LaneRobust<T> robust, in FitResult result)
    {
        var (zero, p) = (T.Splat(0), model.Coefficients);
        var own = strip.Weight(v);
        var count = strip.Count[v];
        var spare = count - T.Splat(p);
        var complete = ownWeights ? zero : T.Same(count, T.Splat(model.UsedDates));
        var alike = T.All(complete);
        var variance = T.Splat(1);
        var regular = loss != RobustLoss.None ? robust.Solve(loss, strip.Value(v), own, count, out variance)
            : alike ? system.SolveAlike(strip.Value(v))
            : system.SolveMixed(strip.Value(v), own, complete);
        var solved = T.Without(T.Less(spare, zero), regular);
        var used = loss != RobustLoss.None ? robust.Weight : own;
        system.Squares(used, own, out var weightedSquares, out var squares);
        if (fromScatter && loss == RobustLoss.None)
        {
            variance = T.Select(T.Less(zero, spare), weightedSquares / spare, T.Splat(float.NaN));
        }

        var write = new LaneWriter<T>(at, pixels, solved);
        write.Value(result.ResidualRms, T.Sqrt(squares / count));
        write.Value(result.SquareSum, weightedSquares);
        write.Always(result.DateCount, count);
        for (var i = 0; i < model.Dates && !result.Residuals.IsEmpty; i++)
        {
            write.Value(result.Residuals[(i * pixels)..], system.ResidualOf(i, own));
        }

        for (var i = 0; i < model.Dates && !result.RobustWeights.IsEmpty; i++)
        {
            write.Value(result.RobustWeights[(i * pixels)..], loss != RobustLoss.None ? robust.Share[i] : T.Splat(1));
        }

        if (!result.Coefficients.IsEmpty)
        {
            system.Coefficients(robust.End);
            for (var j = 0; j < p; j++)
            {
                write.Value(result.Coefficients[(j * pixels)..], robust.End[j]);
            }
        }

        if (result.NeedsCovariance)
        {
            if (loss != RobustLoss.None && !alike)
            {
                system.Factorise(own);
            }

            WriteCovariance(system, complete, variance, robust.End, pixels, write, result);
        }
    }

    private void WriteCovariance(in LaneSystem<T> system, T complete, T scale, T* rows, int pixels, LaneWriter<T> write, in FitResult result)
    {
        var p = model.Coefficients;
        var alike = T.All(complete);
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

                var cofactor = T.Splat(model.Cofactor[entry]);
                var variance = scale * (alike ? cofactor : T.Select(complete, cofactor, LaneSystem<T>.Dot(rows + (j * p), rows + (k * p), j, p)));
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
