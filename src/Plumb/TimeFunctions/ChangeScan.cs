using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>
/// What a change after each date would gain, for one block of lanes. A change after date g has the column max(0, t - t_g), or 1 after the date. All products
/// of columns follow from sums over the dates after the later one, which grow date by date from the end; only positive terms are added, so that no
/// digits are lost. Parts inside the base model are taken out; so are the columns of changes that are fixed.
/// </summary>
/// <typeparam name="T">The lane type.</typeparam>
internal readonly unsafe struct ChangeScan<T>
    where T : unmanaged, ILane<T>
{
    private readonly LaneModel<T> model;
    private readonly float* tables;
    private readonly LaneSystem<T> system;
    private readonly float* years;
    private readonly bool isRate;
    private readonly int least;
    private readonly int width;
    private readonly T* parts;
    private readonly T* first;
    private readonly T* second;
    private readonly T* cross;
    private readonly T* self;
    private readonly T* after;
    private readonly T* leftSelf;
    private readonly T* leftCross;
    private readonly T* fixedColumn;
    private readonly T* fixedParts;
    private readonly T* sums;

    public ChangeScan(LaneModel<T> model, float* tables, LaneSystem<T> system, float* years, ChangePointOptions options, T* memory)
    {
        this.model = model;
        this.tables = tables;
        this.system = system;
        this.years = years;
        isRate = options.Kind == ChangeKind.Rate;
        least = options.LeastDates;
        var n = model.Dates;
        width = RowTable.Padded(model.Coefficients) + ChangePointOptions.Limit;
        parts = memory;
        first = parts + (n * width);
        second = first + n;
        cross = second + n;
        self = cross + n;
        after = self + n;
        leftSelf = after + n;
        leftCross = leftSelf + n;
        fixedColumn = leftCross + n;
        fixedParts = fixedColumn + n;
        sums = fixedParts + width;
        End = sums + (2 * model.Coefficients);
    }

    /// <summary>End of the memory used.</summary>
    public readonly T* End;

    /// <summary>Working memory (unit: lanes).</summary>
    public static int LanesFor(LaneModel<T> model) =>
        checked(((model.Dates + 1) * (RowTable.Padded(model.Coefficients) + ChangePointOptions.Limit)) + (8 * model.Dates) + (2 * model.Coefficients));

    /// <summary>Sums of all columns for a block whose base model is solved.</summary>
    /// <param name="weight">Weights of the dates; shape (date).</param>
    public void Fill(T* weight)
    {
        var (n, p, zero) = (model.Dates, model.Coefficients, T.Splat(0));
        T count = zero, zeroth = zero, one = zero, two = zero, crossZeroth = zero, crossOne = zero;
        new Span<T>(sums, 2 * p).Clear();
        for (var g = n - 2; g >= 0; g--)
        {
            var (root, step) = (tables[model.RootWeights + g + 1], T.Splat(isRate ? years[g + 1] - years[g] : 0));
            var w = weight[g + 1] * T.Splat(root);
            count += T.Less(zero, w) & T.Splat(1);
            zeroth = T.Fma(w, T.Splat(root), zeroth);
            two = T.Fma(step * step, zeroth, T.Fma(step + step, one, two));
            one = T.Fma(step, zeroth, one);
            crossZeroth = T.Fma(w, system.Residual[g + 1], crossZeroth);
            crossOne = T.Fma(step, crossZeroth, crossOne);
            var part = parts + (g * width);
            for (var j = 0; j < p; j++)
            {
                sums[j] = T.Fma(w, T.Splat(BasisOf(j, g + 1)), sums[j]);
                sums[p + j] = T.Fma(step, sums[j], sums[p + j]);
                part[j] = isRate ? sums[p + j] : sums[j];
            }

            SmallCholesky<T>.Forward(p, system.Factor, part);
            (first[g], second[g]) = isRate ? (one, two) : (zero, zeroth);
            cross[g] = isRate ? crossOne : crossZeroth;
            after[g] = count;
            var left = second[g] - LaneSystem<T>.Dot(part, part, 0, p);
            self[g] = T.Less(T.Splat(VariableProjection<T>.LeastLeft) * second[g], left) & left;
        }
    }

    /// <summary>The date after which a single change gains most.</summary>
    /// <param name="count">Number of dates of each pixel.</param>
    /// <param name="gain">Receives by how much it lessens the sum of squares; 0 where no date is possible.</param>
    /// <returns>Index of the date.</returns>
    public T BestOne(T count, out T gain)
    {
        var zero = T.Splat(0);
        (gain, var best) = (zero, zero);
        for (var g = First; g < model.Dates - 1; g++)
        {
            var here = Possible(g, count) & T.Less(zero, self[g]) & (cross[g] * cross[g] / self[g]);
            best = T.Select(T.Less(gain, here), T.Splat(g), best);
            gain = T.Max(gain, here);
        }

        return best;
    }

    /// <summary>The two dates after which changes gain most together.</summary>
    /// <param name="count">Number of dates of each pixel.</param>
    /// <param name="earlier">Receives the index of the earlier date.</param>
    /// <param name="later">Receives the index of the later date.</param>
    /// <returns>By how much they lessen the sum of squares; 0 where no two dates are possible.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public T BestTwo(T count, out T earlier, out T later)
    {
        var (n, p, zero) = (model.Dates, model.Coefficients, T.Splat(0));
        T top = zero, bottom = T.Splat(1);
        (earlier, later) = (zero, zero);
        for (var h = First + 1; h < n - 1; h++)
        {
            var possible = Possible(h, count) & T.Less(zero, self[h]);
            var (crossH, selfH) = (cross[h], self[h]);
            var partH = parts + (h * width);
            var enough = after[h] + T.Splat(least - 0.5f);
            for (var g = First; g < h; g++)
            {
                var partG = parts + (g * width);
                var between = T.Fma(T.Splat(years[h] - years[g]), first[h], second[h]);
                for (var j = 0; j < p; j++)
                {
                    between -= partG[j] * partH[j];
                }

                var product = self[g] * selfH;
                var determinant = product - (between * between);
                var (a, b) = (selfH * cross[g], between * crossH);
                var gained = (cross[g] * (a - b - b)) + (self[g] * crossH * crossH);
                var good = possible & Possible(g, count) & T.Less(enough, after[g]) & T.Less(T.Splat(1e-4f) * product, determinant);
                var better = good & T.Less(top * determinant, gained * bottom);
                top = T.Select(better, gained, top);
                bottom = T.Select(better, determinant, bottom);
                earlier = T.Select(better, T.Splat(g), earlier);
                later = T.Select(better, T.Splat(h), later);
            }
        }

        return top / bottom;
    }

    /// <summary>Three dates out of some fourteen spread over the series after which changes gain most together: a start from which the single dates are moved.</summary>
    /// <param name="count">Number of dates of each pixel.</param>
    /// <param name="knots">Receives the indices of the dates; shape (3).</param>
    /// <returns>By how much they lessen the sum of squares; 0 where no three dates are possible.</returns>
    public T BestThreeOfSome(T count, T* knots)
    {
        var zero = T.Splat(0);
        var stride = Math.Max(1, (model.Dates - 1) / 14);
        var most = zero;
        (knots[0], knots[1], knots[2]) = (zero, zero, zero);
        for (var h = First + (2 * stride); h < model.Dates - 1; h += stride)
        {
            for (var g = First + stride; g < h; g += stride)
            {
                var good = Possible(h, count) & T.Less(after[h] + T.Splat(least - 0.5f), after[g]) & T.Less(zero, self[h]) & T.Less(zero, self[g]);
                var gh = Between(g, h);
                var second = self[g] - (gh * gh / self[h]);
                good &= T.Less(T.Splat(1e-4f) * self[g], second);
                var crossG = cross[g] - (gh * cross[h] / self[h]);
                var pair = (cross[h] * cross[h] / self[h]) + (crossG * crossG / second);
                for (var f = First; f < g; f += stride)
                {
                    var (fh, fg) = (Between(f, h), Between(f, g));
                    var (inH, inG) = (fh / self[h], (fg - (fh * gh / self[h])) / second);
                    var left = self[f] - (fh * inH) - ((fg - (fh * gh / self[h])) * inG);
                    var rest = cross[f] - (inH * cross[h]) - (inG * crossG);
                    var possible = good & Possible(f, count) & T.Less(after[g] + T.Splat(least - 0.5f), after[f]) & T.Less(T.Splat(1e-4f) * self[f], left);
                    var gain = possible & (pair + (rest * rest / left));
                    var better = T.Less(most, gain);
                    most = T.Select(better, gain, most);
                    knots[0] = T.Select(better, T.Splat(f), knots[0]);
                    knots[1] = T.Select(better, T.Splat(g), knots[1]);
                    knots[2] = T.Select(better, T.Splat(h), knots[2]);
                }
            }
        }

        return most;
    }

    /// <summary>By how much changes at given dates lessen the sum of squares together.</summary>
    /// <param name="weight">Weights of the dates.</param>
    /// <param name="knots">Indices of the dates; shape (change).</param>
    /// <param name="changes">Number of changes.</param>
    /// <param name="spare">Working memory; shape (date).</param>
    public T Together(T* weight, T* knots, int changes, T* spare)
    {
        var sum = T.Splat(0);
        for (var k = 0; k < changes; k++)
        {
            Take(weight, knots[k], k, spare);
            sum = T.Fma(sums[k], sums[k], sum);
        }

        return sum;
    }

    /// <summary>Gains of one more change beside fixed ones, at every date.</summary>
    /// <param name="weight">Weights of the dates.</param>
    /// <param name="count">Number of dates of each pixel.</param>
    /// <param name="knots">Indices of the dates of all changes; shape (change).</param>
    /// <param name="fixedCount">Number of changes.</param>
    /// <param name="except">The change that is not fixed but sought; -1 to seek another.</param>
    /// <param name="gains">Receives the gains; 0 where no change is possible; shape (date).</param>
    public void Beside(T* weight, T count, T* knots, int fixedCount, int except, T* gains)
    {
        var (n, zero) = (model.Dates, T.Splat(0));
        for (var g = 0; g < n - 1; g++)
        {
            (leftSelf[g], leftCross[g]) = (self[g], cross[g]);
            gains[g] = g < First ? zero : Possible(g, count) & T.Less(zero, self[g]);
        }

        gains[n - 1] = zero;
        for (var (k, taken) = (0, 0); k < fixedCount; k++)
        {
            if (k != except)
            {
                Take(weight, knots[k], taken++, gains);
            }
        }

        for (var g = 0; g < n - 1; g++)
        {
            var enough = T.Less(T.Splat(1e-4f) * self[g], leftSelf[g]);
            gains[g] = gains[g] & enough & (leftCross[g] * leftCross[g] / leftSelf[g]);
        }
    }

    /// <summary>First date a change can lie at: a change of rate at the very first date is the rate itself.</summary>
    private int First => isRate ? 1 : 0;

    /// <summary>Product of two columns, the first not the later, without their parts inside the base model.</summary>
    private T Between(int g, int h) =>
        T.Fma(T.Splat(years[h] - years[g]), first[h], second[h]) - LaneSystem<T>.Dot(parts + (g * width), parts + (h * width), 0, model.Coefficients);

    private T Possible(int g, T count) => T.Less(T.Splat(least - 0.5f), after[g]) & T.Less(T.Splat(least - 0.5f), count - after[g]);

    private float BasisOf(int j, int date) => tables[model.Basis + ((j & ~3) * model.Dates) + (4 * date) + (j & 3)];

    /// <summary>Takes the column of a fixed change out of all others; dates too near to it are closed.</summary>
    private void Take(T* weight, T knot, int taken, T* open)
    {
        var (n, p, zero) = (model.Dates, model.Coefficients, T.Splat(0));
        var time = T.Lookup(years, knot);
        new Span<T>(fixedParts, width).Clear();
        T whole = zero, own = zero, countAfter = zero;
        for (var i = 0; i < n; i++)
        {
            var root = tables[model.RootWeights + i];
            var since = T.Splat(years[i]) - time;
            var column = T.Less(zero, since) & (isRate ? since : T.Splat(1));
            var w = weight[i] * T.Splat(root);
            fixedColumn[i] = w * T.Splat(root) * column;
            countAfter += T.Less(zero, since) & T.Less(zero, w) & T.Splat(1);
            whole = T.Fma(fixedColumn[i], column, whole);
            own = T.Fma(w * column, system.Residual[i], own);
            for (var j = 0; j < p; j++)
            {
                fixedParts[j] = T.Fma(w * column, T.Splat(BasisOf(j, i)), fixedParts[j]);
            }
        }

        SmallCholesky<T>.Forward(p, system.Factor, fixedParts);
        Remember(knot, taken);
        var padded = RowTable.Padded(p);
        var left = whole - LaneSystem<T>.Dot(fixedParts, fixedParts, 0, p);
        for (var m = 0; m < taken; m++)
        {
            left -= fixedParts[padded + m] * fixedParts[padded + m];
            own -= fixedParts[padded + m] * sums[m];
        }

        var scale = T.Splat(1) / T.Sqrt(T.Max(left, T.Splat(1e-30f)));
        own *= scale;
        sums[taken] = own;
        T zeroth = zero, one = zero;
        for (var g = n - 2; g >= 0; g--)
        {
            zeroth += fixedColumn[g + 1];
            one = T.Fma(T.Splat(isRate ? years[g + 1] - years[g] : 0), zeroth, one);
            var part = parts + (g * width);
            var product = (isRate ? one : zeroth) - LaneSystem<T>.Dot(part, fixedParts, 0, p);
            for (var m = 0; m < taken; m++)
            {
                product -= part[padded + m] * fixedParts[padded + m];
            }

            product *= scale;
            part[padded + taken] = product;
            leftSelf[g] -= product * product;
            leftCross[g] -= product * own;
            open[g] &= T.Less(T.Splat(least - 0.5f), T.Abs(after[g] - countAfter));
        }
    }

    /// <summary>The fixed column's own products with the columns fixed before it: those of its grid date.</summary>
    private void Remember(T knot, int taken)
    {
        var padded = RowTable.Padded(model.Coefficients);
        for (var m = 0; m < taken; m++)
        {
            for (var g = 0; g < model.Dates - 1; g++)
            {
                fixedParts[padded + m] = T.Select(T.Same(knot, T.Splat(g)), parts[(g * width) + padded + m], fixedParts[padded + m]);
            }
        }
    }
}
