using Plumb.Networks;

namespace Plumb.Corrections.Fading;

/// <summary>The least-squares system of a <see cref="FadingPlan"/>: kinds of loops against classes of pairs.</summary>
internal sealed class FadingSystem
{
    private const double DaysPerYear = 365.25;
    private readonly Network network;
    private readonly int[] classes;
    private readonly int size;
    private readonly FadingLoop[] loops;
    private readonly int kinds;
    private readonly double[] count;
    private readonly double[] design;

    public FadingSystem(Network network, int[] classes, int size, FadingLoop[] loops, int kinds)
    {
        (this.network, this.classes, this.size, this.loops, this.kinds) = (network, classes, size, loops, kinds);
        (count, design) = (new double[kinds], new double[kinds * size]);
        foreach (var loop in loops)
        {
            count[loop.Kind]++;
            Put(loop.First, loop.Kind, 1);
            Put(loop.Second, loop.Kind, 1);
            Put(loop.Whole, loop.Kind, -1);
        }

        for (var i = 0; i < design.Length; i++)
        {
            design[i] /= count[i / size];
        }
    }

    public FadingPlan Plan(double freeDays)
    {
        var solution = Solve();
        var onPairs = OnPairs(solution);
        var variance = new double[size];
        for (var c = 0; c < size; c++)
        {
            variance[c] = onPairs.AsSpan(c * classes.Length, classes.Length).ToArray().Sum(v => v * v);
        }

        var rates = RateOfClasses();
        var rateVariance = 0.0;
        for (var pair = 0; pair < classes.Length; pair++)
        {
            var sum = 0.0;
            for (var c = 0; c < size; c++)
            {
                sum += rates[c] * onPairs[(c * classes.Length) + pair];
            }

            rateVariance += sum * sum;
        }

        double[] days = [.. Enumerable.Range(0, size).Select(c => network.Pairs.Where((_, k) => classes[k] == c).Average(p => p.Days))];
        return FadingPlan.Of(network, classes, days, freeDays, loops, kinds, solution, variance, rateVariance);
    }

    private void Put(int pair, int kind, double sign)
    {
        if (classes[pair] >= 0)
        {
            design[(kind * size) + classes[pair]] += sign * Years(pair);
        }
    }

    private double Years(int pair) => network.Pairs[pair].Days / DaysPerYear;

    /// <summary>(J' K J)^-1 J' K; shape (class, kind).</summary>
    private double[] Solve()
    {
        var normal = new double[size * size];
        for (var kind = 0; kind < kinds; kind++)
        {
            var row = design.AsSpan(kind * size, size);
            for (var i = 0; i < size * size; i++)
            {
                normal[i] += count[kind] * row[i / size] * row[i % size];
            }
        }

        var factor = DenseCholesky.Factor(normal, size);
        for (var c = 0; c < size; c++)
        {
            if (!(factor[(c * size) + c] > 1e-5 * Math.Sqrt(normal[(c * size) + c])))
            {
                throw new RequestException("The loops of three of the network do not tie the fading bias of all lengths of pairs to that of long ones. Add pairs, or set corrections.fading.free_days to a length that loops reach.");
            }
        }

        var solution = new double[size * kinds];
        var right = new double[size];
        for (var kind = 0; kind < kinds; kind++)
        {
            for (var c = 0; c < size; c++)
            {
                right[c] = count[kind] * design[(kind * size) + c];
            }

            var column = DenseCholesky.Solve(factor, right);
            for (var c = 0; c < size; c++)
            {
                solution[(c * kinds) + kind] = column[c];
            }
        }

        return solution;
    }

    /// <summary>What each pair's phase adds to each class's bias, per year; shape (class, pair).</summary>
    private double[] OnPairs(double[] solution)
    {
        var on = new double[size * classes.Length];
        foreach (var loop in loops)
        {
            for (var c = 0; c < size; c++)
            {
                var share = solution[(c * kinds) + loop.Kind] / count[loop.Kind];
                on[(c * classes.Length) + loop.First] += share;
                on[(c * classes.Length) + loop.Second] += share;
                on[(c * classes.Length) + loop.Whole] -= share;
            }
        }

        return on;
    }

    /// <summary>The rate that one unit of each class's bias gives, where all pairs weigh the same and the network hangs together (pure number); shape (class).</summary>
    private double[] RateOfClasses()
    {
        var dates = network.Dates.Count;
        var laplacian = new double[dates * dates];
        for (var k = 0; k < classes.Length; k++)
        {
            var (i, j) = (network.FirstIndex[k], network.SecondIndex[k]);
            laplacian[(i * dates) + i]++;
            laplacian[(j * dates) + j]++;
            laplacian[(i * dates) + j]--;
            laplacian[(j * dates) + i]--;
        }

        // A little on the diagonal holds the first date, or each part where the network falls apart.
        for (var i = 0; i < dates; i++)
        {
            laplacian[(i * dates) + i] += 1e-9;
        }

        var factor = DenseCholesky.Factor(laplacian, dates);
        double[] years = [.. network.Dates.Select(d => (d.DayNumber - network.Dates[0].DayNumber) / DaysPerYear)];
        var mean = years.Average();
        var spread = years.Sum(y => (y - mean) * (y - mean));
        var rates = new double[size];
        for (var c = 0; c < size; c++)
        {
            var right = new double[dates];
            for (var k = 0; k < classes.Length; k++)
            {
                if (classes[k] == c)
                {
                    right[network.SecondIndex[k]] += Years(k);
                    right[network.FirstIndex[k]] -= Years(k);
                }
            }

            var series = DenseCholesky.Solve(factor, right);
            rates[c] = years.Select((y, i) => (y - mean) * series[i]).Sum() / spread;
        }

        return rates;
    }
}
