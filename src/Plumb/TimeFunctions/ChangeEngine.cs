using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>The arithmetic of <see cref="ChangePointFit"/> at one vector width.</summary>
internal abstract class ChangeEngine
{
    /// <summary>Working memory of one thread (unit: elements).</summary>
    public abstract int ScratchFloats { get; }

    public static ChangeEngine For(ChangePointFit owner, LaneWidth width) => LaneWidths.Choose(width) switch
    {
        LaneWidth.Bits512 => new ChangeEngine<Lane512>(owner),
        LaneWidth.Bits256 => new ChangeEngine<Lane256>(owner),
        _ => new ChangeEngine<Lane128>(owner),
    };

    public abstract void Fit(in FitTile tile, in ChangeResult result, Span<float> scratch);
}

/// <summary>The arithmetic of <see cref="ChangePointFit"/> for one lane type.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal sealed unsafe class ChangeEngine<T> : ChangeEngine
    where T : unmanaged, ILane<T>
{
    private readonly LaneModel<T> model;
    private readonly ChangePointOptions options;
    private readonly ColumnSource<T>[] sources;
    private readonly float[] years;
    private readonly float[] middles;
    private readonly float[] intervals;
    private readonly int perChange;
    private readonly int rateIndex;
    private readonly float mostTime;

    public ChangeEngine(ChangePointFit owner)
    {
        options = owner.Options;
        model = new LaneModel<T>(owner.Model, owner.Dates, options.Weights.ToArray());
        sources = [.. Enumerable.Range(0, options.Most + 1).Select(k => options.Kind == ChangeKind.Rate
            ? (ColumnSource<T>)new HingeSource<T>(owner.Dates, k)
            : new JumpSource<T>(owner.Dates, k))];
        years = [.. owner.Dates.Years.ToArray().Select(t => (float)t)];
        var n = years.Length;
        middles = [.. Enumerable.Range(0, n).Select(g => 0.5f * (years[g] + years[Math.Min(n - 1, g + 1)]))];
        intervals = [.. Enumerable.Range(0, n).Select(g => years[Math.Min(n - 1, g + 1)] - years[g])];
        perChange = owner.ParametersPerChange;
        rateIndex = owner.Model.IndexOf("rate");
        mostTime = years[^1];
    }

    public override int ScratchFloats => T.Width * (StripPacking<T>.LanesFor(model.Dates) + LaneSystem<T>.LanesFor(model) + ChangeScan<T>.LanesFor(model)
        + model.Dates + ChangeOutputs<T>.LanesFor(model, options.Most)
        + VariableProjection<T>.LanesFor(model, options.Most, Parameters(options.Most)) + ExtendedRows<T>.LanesFor(model, 2 * options.Most));

    public override void Fit(in FitTile tile, in ChangeResult result, Span<float> scratch)
    {
        fixed (float* memory = scratch)
        fixed (float* tables = model.Tables)
        fixed (float* times = years)
        fixed (float* series = tile.Series)
        fixed (float* sigma = tile.Sigma)
        {
            var strip = new StripPacking<T>((T*)memory, model.Dates);
            var system = new LaneSystem<T>(model, tables, strip.End);
            var scan = new ChangeScan<T>(model, tables, system, times, options, system.End);
            for (var start = 0; start < tile.Pixels; start += StripPacking<T>.Pixels)
            {
                var count = Math.Min(StripPacking<T>.Pixels, tile.Pixels - start);
                strip.Pack(series, sigma, tile.Stride, start, count, tables + model.RootWeights);
                for (var v = 0; v * T.Width < count; v++)
                {
                    var block = new Block { Value = strip.Value(v), Weight = strip.Weight(v), Count = strip.Count[v], Times = times, Tables = tables };
                    block.Complete = sigma != null ? T.Splat(0) : T.Same(block.Count, T.Splat(model.UsedDates));
                    var solved = FitBlock(block, system, scan, out var outputs);
                    outputs.Write(new LaneWriter<T>(start + (v * T.Width), tile.Pixels, solved), tile.Pixels, block.Count, result);
                }
            }
        }
    }

    private T FitBlock(in Block block, in LaneSystem<T> system, in ChangeScan<T> scan, out ChangeOutputs<T> outputs)
    {
        var zero = T.Splat(0);
        var regular = T.All(block.Complete) ? system.SolveAlike(block.Value) : system.SolveMixed(block.Value, block.Weight, block.Complete);
        if (T.All(block.Complete))
        {
            system.SetIdentity(block.Complete);
        }

        var gains = scan.End;
        outputs = new ChangeOutputs<T>(model, options.Most, rateIndex, gains + model.Dates);
        outputs.Clear();
        scan.Fill(block.Weight);
        T* knots = stackalloc T[ChangePointOptions.Limit], theta = stackalloc T[3 * ChangePointOptions.Limit];
        for (var k = 0; k <= options.Most; k++)
        {
            var possible = k == 0 ? T.Same(zero, zero) : Find(block, scan, k, knots, gains);
            var projection = new VariableProjection<T>(model, block.Tables, system, sources[k], outputs.End);
            var squares = Place(block, projection, k, knots, theta);
            var value = InformationCriteria.Value(options.Criterion, squares, block.Count, model.Coefficients + (k * perChange));
            value = T.Select(possible, value, T.Splat(float.PositiveInfinity));
            var better = outputs.Offer(k, value);
            if (T.All(T.Same(better & T.Splat(1), zero)))
            {
                continue;
            }

            var extended = new ExtendedRows<T>(model, system, projection, k, Parameters(k), projection.End);
            var told = extended.Fill();
            var spare = block.Count - T.Splat(model.Coefficients + (2 * k));
            var variance = T.Select(told & T.Less(zero, spare), squares / spare, T.Splat(float.NaN));
            outputs.Merge(better, k, Parameters(k), theta, projection, extended, variance);
            MergeTimes(block, scan, outputs, better, k, knots, theta, gains, variance);

            outputs.MergeCoefficients(better, system, projection, squares, block);
        }

        return T.Without(T.Less(block.Count - T.Splat(model.Coefficients), zero), regular);
    }

    private int Parameters(int changes) => options.Kind == ChangeKind.Rate ? changes : 0;

    /// <summary>Dates of the best changes of a number; returns the mask of the lanes that have room for so many.</summary>
    private T Find(in Block block, in ChangeScan<T> scan, int changes, T* knots, T* gains)
    {
        var zero = T.Splat(0);
        if (changes == 1)
        {
            knots[0] = scan.BestOne(block.Count, out var gain);
            return T.Less(zero, gain);
        }

        if (changes == 2)
        {
            return T.Less(zero, scan.BestTwo(block.Count, out knots[0], out knots[1]));
        }

        // The best pair stands in the first two places from the round before; a third is added. Another start is the best three of some dates.
        scan.Beside(block.Weight, block.Count, knots, 2, -1, gains);
        knots[2] = Largest(gains, out var most);
        Move(block, scan, knots, gains);
        T* other = stackalloc T[3];
        var possible = scan.BestThreeOfSome(block.Count, other);
        Move(block, scan, other, gains);
        var grown = T.Less(zero, most) & scan.Together(block.Weight, knots, 3, gains);
        var better = T.Less(zero, possible) & T.Less(grown, scan.Together(block.Weight, other, 3, gains));
        for (var k = 0; k < 3; k++)
        {
            knots[k] = T.Select(better, other[k], knots[k]);
        }

        Sort(knots, 3);
        return T.Less(zero, T.Max(most, possible));
    }

    /// <summary>Tries each of three changes at every date with the others fixed, twice.</summary>
    private void Move(in Block block, in ChangeScan<T> scan, T* knots, T* gains)
    {
        for (var trial = 0; trial < 6; trial++)
        {
            var k = trial % 3;
            scan.Beside(block.Weight, block.Count, knots, 3, k, gains);
            var moved = Largest(gains, out var gain);
            knots[k] = T.Select(T.Less(T.Splat(0), gain), moved, knots[k]);
        }
    }

    /// <summary>Times of the changes, moved between dates where the kind allows it; returns the sum of squares.</summary>
    private T Place(in Block block, in VariableProjection<T> projection, int changes, T* knots, T* theta)
    {
        fixed (float* at = options.Kind == ChangeKind.Rate ? years : middles)
        {
            for (var k = 0; k < changes; k++)
            {
                theta[k] = T.Lookup(at, knots[k]);
                theta[changes + k] = T.Lookup(at, T.Max(T.Splat(0), knots[k] - T.Splat(1)));
                theta[(2 * changes) + k] = T.Min(T.Splat(mostTime), T.Lookup(at, T.Min(T.Splat(model.Dates - 1), knots[k] + T.Splat(1))));
            }
        }

        return Parameters(changes) == 0
            ? projection.Evaluate(block.Weight, theta)
            : projection.Refine(block.Weight, theta, theta + changes, theta + (2 * changes));
    }

    /// <summary>Standard deviations of the times from what every other date would gain, the other changes held.</summary>
    private void MergeTimes(in Block block, in ChangeScan<T> scan, in ChangeOutputs<T> outputs, T better, int changes, T* knots, T* theta, T* gains, T variance)
    {
        var isStep = options.Kind == ChangeKind.Step;
        for (var k = 0; k < changes; k++)
        {
            scan.Beside(block.Weight, block.Count, knots, changes, k, gains);
            Largest(gains, out var most);
            T sum = T.Splat(0), spread = sum;
            for (var g = 0; g < model.Dates - 1; g++)
            {
                var length = isStep ? intervals[g] : 0.5f * (intervals[g] + intervals[Math.Max(0, g - 1)]);
                var share = T.Splat(length) * T.Exp(T.Max(T.Splat(-60), T.Splat(0.5f) * (gains[g] - most) / variance));
                share = T.Less(T.Splat(0), gains[g]) & share;
                var away = T.Splat(isStep ? middles[g] : years[g]) - theta[k];
                sum += share;
                spread = T.Fma(share, T.Fma(away, away, T.Splat(isStep ? length * length / 12 : 0)), spread);
            }

            outputs.MergeTimeSigma(better, k, T.Sqrt(spread / sum), isStep);
        }
    }

    private T Largest(T* gains, out T most)
    {
        var best = T.Splat(0);
        most = best;
        for (var g = 0; g < model.Dates - 1; g++)
        {
            best = T.Select(T.Less(most, gains[g]), T.Splat(g), best);
            most = T.Max(most, gains[g]);
        }

        return best;
    }

    private static void Sort(T* knots, int count)
    {
        for (var last = count - 1; last > 0; last--)
        {
            for (var k = 0; k < last; k++)
            {
                var (low, high) = (T.Min(knots[k], knots[k + 1]), T.Max(knots[k], knots[k + 1]));
                (knots[k], knots[k + 1]) = (low, high);
            }
        }
    }

    /// <summary>What belongs to one block of lanes.</summary>
    internal struct Block
    {
        public T* Value;
        public T* Weight;
        public T Count;
        public T Complete;
        public float* Times;
        public float* Tables;
    }
}
