namespace Plumb.Inversion;

/// <summary>
/// Joins the parts of a pixel's network that share no pair, see <see cref="NetworkInversion"/>. Double precision, one pixel at a time, in time order of the
/// dates. Working memory of one thread; the matrix grows to the largest number of parts met and stays.
/// </summary>
internal sealed class GapBridge
{
    private readonly int[] first;
    private readonly int[] second;
    private readonly double[] years;
    private readonly double[] value;
    private readonly double[] variance;
    private readonly int[] parent;
    private readonly int[] part;
    private readonly int[] size;
    private readonly double[] offset;
    private readonly double[] spread;
    private readonly double[] column;
    private readonly double[] distance;
    private readonly MinimumNorm norm;
    private double[] matrix = new double[256];
    private int joined = 1;
    private double squareVelocity;

    public GapBridge(NetworkInversion owner)
        : this(owner.Network.Dates, owner.Network.FirstIndex, owner.Network.SecondIndex, owner.Options.MinimumNorm)
    {
    }

    public GapBridge(IReadOnlyList<DateOnly> dates, ReadOnlySpan<int> first, ReadOnlySpan<int> second, MinimumNorm norm)
    {
        var n = dates.Count;
        this.first = first.ToArray();
        this.second = second.ToArray();
        this.norm = norm;
        years = [.. dates.Select(d => (d.DayNumber - dates[0].DayNumber) / 365.25)];
        (value, variance, offset, spread) = (new double[n], new double[n], new double[n], new double[n]);
        (column, distance) = (new double[n], new double[n]);
        (parent, part, size) = (new int[n], new int[n], new int[n]);
    }

    /// <summary>Values of the dates (radian), in relative to the root of their part, out relative to the first date; shape (date).</summary>
    public Span<double> Value => value;

    /// <summary>What the joins add to the variance of the dates (radian squared); shape (date).</summary>
    public ReadOnlySpan<double> Variance => variance;

    /// <summary>Joins the parts. Observations (radian) of pair p stand at phase[p * stride], NaN: no data.</summary>
    /// <returns>Number of parts (count).</returns>
    public int Join(ReadOnlySpan<float> phase, int stride)
    {
        var parts = Label(phase, stride);
        variance.AsSpan().Clear();
        joined = parts;
        if (parts == 1)
        {
            return 1;
        }

        var velocity = Velocity(parts, phase, stride);
        squareVelocity = velocity;
        distance.AsSpan().Clear();
        if (norm == MinimumNorm.Phase)
        {
            CentreParts(parts);
        }

        for (var i = 0; i < value.Length; i++)
        {
            var c = part[i] - 1;
            if (c >= 0)
            {
                value[i] += offset[c];
                variance[i] = (velocity * spread[c]) + distance[c];
            }
        }

        return parts;
    }

    /// <summary>What the joins of the last call of <see cref="Join"/> add to the variance of a linear function of the series (radian squared times the square of the unit of its coefficients).</summary>
    /// <param name="coefficients">Coefficients by date, any unit; shape (date).</param>
    public double VarianceOf(ReadOnlySpan<double> coefficients)
    {
        var n = joined - 1;
        if (n == 0)
        {
            return 0;
        }

        var moved = column.AsSpan(0, n);
        moved.Clear();
        for (var i = 0; i < value.Length; i++)
        {
            if (part[i] > 0)
            {
                moved[part[i] - 1] += coefficients[i];
            }
        }

        var sum = 0.0;
        offset.AsSpan(0, n).Clear();
        for (var c = 0; c < n; c++)
        {
            offset[c] = moved[c];
            sum += moved[c] * moved[c] * distance[c];
        }

        Solve(matrix, n, offset);
        for (var c = 0; c < n; c++)
        {
            sum += squareVelocity * moved[c] * offset[c];
        }

        return sum;
    }

    /// <summary>Joins the parts of the pixels of a block that the mask names; values (radian) and variances (radian squared) by position, in place.</summary>
    public unsafe void Join<T>(InversionIndex graph, T* phase, T broken, T* values, T* variances)
        where T : unmanaged, Kernels.ILane<T>
    {
        var x = (float*)values;
        var spreads = (float*)variances;
        for (var lane = 0; lane < T.Width; lane++)
        {
            if (((int*)&broken)[lane] == 0)
            {
                continue;
            }

            for (var i = 0; i < graph.Nodes; i++)
            {
                value[i] = x[(graph.Position[i] * T.Width) + lane];
            }

            Join(new ReadOnlySpan<float>((float*)phase + lane, (graph.Pairs * T.Width) - lane), T.Width);
            for (var i = 0; i < graph.Nodes; i++)
            {
                var k = (graph.Position[i] * T.Width) + lane;
                x[k] = (float)value[i];
                spreads[k] += (float)variance[i];
            }
        }
    }

    private int Label(ReadOnlySpan<float> phase, int stride)
    {
        for (var i = 0; i < parent.Length; i++)
        {
            parent[i] = i;
        }

        for (var p = 0; p < first.Length; p++)
        {
            if (!float.IsNaN(phase[p * stride]))
            {
                // The earlier date is the root, so that the first date's part is part 0.
                var (a, b) = (Root(first[p]), Root(second[p]));
                parent[Math.Max(a, b)] = Math.Min(a, b);
            }
        }

        var parts = 0;
        for (var i = 0; i < parent.Length; i++)
        {
            part[i] = parent[i] == i ? parts++ : part[Root(i)];
        }

        return parts;
    }

    private int Root(int i)
    {
        while (parent[i] != i)
        {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }

        return i;
    }

    /// <summary>Offsets of the smallest velocity, and per part the diagonal of the inverse matrix (years squared); returns the mean square velocity of the pixel ((radian per year)^2).</summary>
    private double Velocity(int parts, ReadOnlySpan<float> phase, int stride)
    {
        var n = parts - 1;
        if (matrix.Length < n * n)
        {
            matrix = new double[n * n];
        }

        var a = matrix.AsSpan(0, n * n);
        a.Clear();
        offset.AsSpan().Clear();
        var (sum, count) = (0.0, 0);
        for (var i = 0; i + 1 < value.Length; i++)
        {
            var step = years[i + 1] - years[i];
            var rate = (value[i + 1] - value[i]) / step;
            var (p, q) = (part[i] - 1, part[i + 1] - 1);
            if (p == q)
            {
                sum += rate * rate;
                count++;
                continue;
            }

            AddInterval(a, n, p, q, 1 / (step * step), rate / step);
        }

        Factor(a, n);
        Solve(a, n, offset);
        for (var c = 0; c < n; c++)
        {
            column.AsSpan(0, n).Clear();
            column[c] = 1;
            Solve(a, n, column);
            spread[c] = column[c];
        }

        return count > 0 ? sum / count : PairVelocity(phase, stride);
    }

    private void AddInterval(Span<double> a, int n, int p, int q, double weight, double pull)
    {
        if (p >= 0)
        {
            a[(p * n) + p] += weight;
            offset[p] += pull;
        }

        if (q >= 0)
        {
            a[(q * n) + q] += weight;
            offset[q] -= pull;
        }

        if (p >= 0 && q >= 0)
        {
            a[(Math.Max(p, q) * n) + Math.Min(p, q)] -= weight;
        }
    }

    /// <summary>Mean square velocity of the pairs, for a pixel none of whose intervals between neighbouring dates is fixed.</summary>
    private double PairVelocity(ReadOnlySpan<float> phase, int stride)
    {
        var (sum, count) = (0.0, 0);
        for (var p = 0; p < first.Length; p++)
        {
            var y = phase[p * stride];
            if (!float.IsNaN(y))
            {
                var rate = y / (years[second[p]] - years[first[p]]);
                sum += rate * rate;
                count++;
            }
        }

        return sum / count;
    }

    /// <summary>Replaces the offsets by those of the smallest phase, mean 0 in each part that lacks the first date; keeps their squared distance from the smallest velocity's.</summary>
    private void CentreParts(int parts)
    {
        size.AsSpan(0, parts).Clear();
        column.AsSpan(0, parts).Clear();
        for (var i = 0; i < value.Length; i++)
        {
            size[part[i]]++;
            column[part[i]] += value[i];
        }

        for (var c = 0; c < parts - 1; c++)
        {
            var centred = -column[c + 1] / size[c + 1];
            distance[c] = (centred - offset[c]) * (centred - offset[c]);
            offset[c] = centred;
        }
    }

    private static void Factor(Span<double> a, int n)
    {
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var sum = a[(i * n) + j];
                for (var k = 0; k < j; k++)
                {
                    sum -= a[(i * n) + k] * a[(j * n) + k];
                }

                a[(i * n) + j] = i == j ? Math.Sqrt(sum) : sum / a[(j * n) + j];
            }
        }
    }

    private static void Solve(ReadOnlySpan<double> a, int n, Span<double> x)
    {
        for (var i = 0; i < n; i++)
        {
            var sum = x[i];
            for (var k = 0; k < i; k++)
            {
                sum -= a[(i * n) + k] * x[k];
            }

            x[i] = sum / a[(i * n) + i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            var sum = x[i];
            for (var k = i + 1; k < n; k++)
            {
                sum -= a[(k * n) + i] * x[k];
            }

            x[i] = sum / a[(i * n) + i];
        }
    }
}
