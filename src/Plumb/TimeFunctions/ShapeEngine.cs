using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>The arithmetic of <see cref="ShapeFit"/> at one vector width.</summary>
internal abstract class ShapeEngine
{
    /// <summary>Working memory of one thread (unit: elements).</summary>
    public abstract int ScratchFloats { get; }

    public static ShapeEngine For(ShapeFit owner, LaneWidth width) => LaneWidths.Choose(width) switch
    {
        LaneWidth.Bits512 => new ShapeEngine<Lane512>(owner),
        LaneWidth.Bits256 => new ShapeEngine<Lane256>(owner),
        _ => new ShapeEngine<Lane128>(owner),
    };

    public abstract void Fit(in FitTile tile, in FitResult result, Span<ShapeState> states, Span<float> scratch);
}

/// <summary>The arithmetic of <see cref="ShapeFit"/> for one lane type.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal sealed unsafe class ShapeEngine<T> : ShapeEngine
    where T : unmanaged, ILane<T>
{
    private readonly LaneModel<T> model;
    private readonly ShapeGrid grid;
    private readonly ColumnSource<T> source;
    private readonly ShapeParameter[] parameters;
    private readonly float[] least;
    private readonly float[] most;
    private readonly int gridRows;

    public ShapeEngine(ShapeFit owner)
    {
        var weights = owner.Weights.ToArray();
        model = new LaneModel<T>(owner.Model, owner.Dates, weights);
        grid = new ShapeGrid(owner.Model, owner.Shape, owner.Dates, CoefficientOperator.RootWeights(weights, owner.Dates.Count));
        source = owner.Shape is DecayShape decay ? new DecaySource<T>(decay, owner.Dates) : new LogisticSource<T>(owner.Dates);
        parameters = [.. owner.Parameters];
        least = [.. parameters.Select(k => (float)ShapeGrid.Inner(k, k.Least))];
        most = [.. parameters.Select(k => (float)ShapeGrid.Inner(k, k.Most))];
        gridRows = RowTable.Padded(grid.Count * (model.Coefficients + 1));
    }

    public override int ScratchFloats => T.Width * (StripPacking<T>.LanesFor(model.Dates) + LaneSystem<T>.LanesFor(model)
        + VariableProjection<T>.LanesFor(model, 1, parameters.Length) + (3 * parameters.Length) + Math.Max(gridRows + RowTable.Padded(grid.Count) + model.Dates, ExtendedRows<T>.LanesFor(model, 1 + parameters.Length)));

    public override void Fit(in FitTile tile, in FitResult result, Span<ShapeState> states, Span<float> scratch)
    {
        fixed (float* memory = scratch)
        fixed (float* tables = model.Tables)
        fixed (float* series = tile.Series)
        fixed (float* sigma = tile.Sigma)
        {
            var strip = new StripPacking<T>((T*)memory, model.Dates);
            var system = new LaneSystem<T>(model, tables, strip.End);
            var projection = new VariableProjection<T>(model, tables, system, source, system.End);
            for (var start = 0; start < tile.Pixels; start += StripPacking<T>.Pixels)
            {
                var count = Math.Min(StripPacking<T>.Pixels, tile.Pixels - start);
                strip.Pack(series, sigma, tile.Stride, start, count, tables + model.RootWeights);
                for (var v = 0; v * T.Width < count; v++)
                {
                    FitBlock(strip, v, start + (v * T.Width), tile.Pixels, sigma != null, system, projection, result, states);
                }
            }
        }
    }

    private void FitBlock(
        in StripPacking<T> strip,
        int v,
        int at,
        int pixels,
        bool ownWeights,
        in LaneSystem<T> system,
        in VariableProjection<T> projection,
        in FitResult result,
        Span<ShapeState> states)
    {
        var zero = T.Splat(0);
        var rows = model.Coefficients + 1 + parameters.Length;
        var own = strip.Weight(v);
        var count = strip.Count[v];
        var spare = count - T.Splat(rows);
        var complete = ownWeights ? T.Splat(0) : T.Same(count, T.Splat(model.UsedDates));
        T* theta = projection.End, low = theta + parameters.Length, high = low + parameters.Length, work = high + parameters.Length;
        T regular, best;
        if (T.All(complete))
        {
            regular = system.SolveAlike(strip.Value(v));
            system.SetIdentity(complete);
            best = BestAlike(strip.Value(v), work);
        }
        else
        {
            regular = system.SolveMixed(strip.Value(v), own, complete);
            best = Best(system, own, work);
            best = T.Select(complete, BestAlike(strip.Value(v), work), best);
        }

        for (var k = 0; k < parameters.Length; k++)
        {
            fixed (float* starts = grid.Starts[k])
            {
                (theta[k], low[k], high[k]) = (T.Lookup(starts, best), T.Splat(least[k]), T.Splat(most[k]));
            }
        }

        projection.Refine(own, theta, low, high);
        var extended = new ExtendedRows<T>(model, system, projection, 1, parameters.Length, work);
        var told = extended.Fill();
        projection.Finish(strip.Value(v));
        system.Squares(own, own, out var weightedSquares, out var squares);
        var write = new LaneWriter<T>(at, pixels, T.Without(T.Less(spare, zero), regular));
        write.Value(result.ResidualRms, T.Sqrt(squares / count));
        write.Value(result.SquareSum, weightedSquares);
        write.Always(result.DateCount, count);
        for (var i = 0; i < model.Dates && !result.Residuals.IsEmpty; i++)
        {
            write.Value(result.Residuals[(i * pixels)..], system.ResidualOf(i, own));
        }

        var variance = told & T.Select(T.Less(zero, spare), weightedSquares / spare, T.Splat(float.NaN));
        variance = T.Select(told, variance, T.Splat(float.NaN));
        WriteStates(write, theta, extended, variance, at, pixels, states);
        WriteRows(projection, extended, theta, variance, pixels, write, result);
    }

    private T BestAlike(T* value, T* work)
    {
        fixed (float* units = grid.Units)
        {
            LaneProducts<T>.Multiply(units, RowTable.Padded(grid.Count), model.Dates, value, work);
        }

        T best = T.Splat(0), most = best;
        for (var g = 0; g < grid.Count; g++)
        {
            var gain = work[g] * work[g];
            best = T.Select(T.Less(most, gain), T.Splat(g), best);
            most = T.Max(most, gain);
        }

        return best;
    }

    private T Best(in LaneSystem<T> system, T* own, T* work)
    {
        var (n, p) = (model.Dates, model.Coefficients);
        T* crosses = work + gridRows, weighted = crosses + RowTable.Padded(grid.Count);
        for (var i = 0; i < n; i++)
        {
            weighted[i] = own[i] * system.Residual[i];
        }

        fixed (float* products = grid.Products)
        fixed (float* columns = grid.Columns)
        {
            LaneProducts<T>.Multiply(products, gridRows, n, own, work);
            LaneProducts<T>.Multiply(columns, RowTable.Padded(grid.Count), n, weighted, crosses);
        }

        T best = T.Splat(0), most = best;
        for (var g = 0; g < grid.Count; g++)
        {
            var part = work + (g * (p + 1));
            var whole = part[p];
            SmallCholesky<T>.Forward(p, system.Factor, part);
            var left = whole - LaneSystem<T>.Dot(part, part, 0, p);
            var gain = T.Less(T.Splat(VariableProjection<T>.LeastLeft) * whole, left) & (crosses[g] * crosses[g] / left);
            best = T.Select(T.Less(most, gain), T.Splat(g), best);
            most = T.Max(most, gain);
        }

        return best;
    }

    private void WriteRows(in VariableProjection<T> projection, in ExtendedRows<T> extended, T* theta, T variance, int pixels, LaneWriter<T> write, in FitResult result)
    {
        var (p, rows) = (model.Coefficients, model.Coefficients + 1 + parameters.Length);
        for (var j = 0; j < rows && !result.Coefficients.IsEmpty; j++)
        {
            var value = j < p ? extended.Coefficient(j) : j == p ? projection.Amplitude[0] : Outer(j - p - 1, theta[j - p - 1]);
            write.Value(result.Coefficients[(j * pixels)..], value);
        }

        for (var (j, entry) = (0, 0); j < rows && result.NeedsCovariance; j++)
        {
            for (var k = 0; k <= j; k++, entry++)
            {
                var covariance = variance * extended.Product(j, k) * ToUnit(j, theta) * ToUnit(k, theta);
                if (!result.Covariance.IsEmpty)
                {
                    write.Value(result.Covariance[(entry * pixels)..], covariance);
                }

                if (k == j && !result.Sigma.IsEmpty)
                {
                    write.Value(result.Sigma[(j * pixels)..], T.Sqrt(covariance));
                }
            }
        }
    }

    private void WriteStates(LaneWriter<T> write, T* theta, in ExtendedRows<T> extended, T variance, int at, int pixels, Span<ShapeState> states)
    {
        if (states.IsEmpty)
        {
            return;
        }

        var state = T.Splat(0);
        for (var k = 0; k < parameters.Length; k++)
        {
            var row = model.Coefficients + 1 + k;
            var range = most[k] - least[k];
            var sigma = T.Sqrt(variance * extended.Product(row, row));
            var edge = T.Less(theta[k], T.Splat(least[k] + (1e-3f * range))) ^ T.Less(T.Splat(most[k] - (1e-3f * range)), theta[k]);
            state = T.Select(edge, T.Max(state, T.Splat((float)ShapeState.AtBound)), state);
            var known = T.Less(sigma, T.Splat(parameters[k].IsScale ? 1 : 0.25f * range));
            state = T.Select(known, state, T.Splat((float)ShapeState.Unresolved));
        }

        state = write.OrElse(state, T.Splat((float)ShapeState.None));
        var values = (float*)&state;
        for (var lane = 0; lane < Math.Min(T.Width, pixels - at); lane++)
        {
            states[at + lane] = (ShapeState)(byte)values[lane];
        }
    }

    /// <summary>A parameter from the search's measure into its unit.</summary>
    private T Outer(int k, T theta)
    {
        var value = parameters[k].IsScale ? T.Exp(theta) : theta;
        return parameters[k].Unit == Grids.Unit.Day ? T.Splat(365.25f) * value : value;
    }

    /// <summary>Derivative of a row's value by the search's measure.</summary>
    private T ToUnit(int row, T* theta)
    {
        var k = row - model.Coefficients - 1;
        return k < 0 ? T.Splat(1) : parameters[k].IsScale ? Outer(k, theta[k]) : T.Splat(parameters[k].Unit == Grids.Unit.Day ? 365.25f : 1);
    }
}
