using Plumb.Grids;
using Plumb.Networks;

namespace Plumb.Corrections;

/// <summary>
/// Ramps of pairs as ramps of dates: each term's values over the pairs are differences of unknowns of the dates, which are found by weighted least squares over the network, so that
/// pairs corrected by them close in every loop (as Biggs et al. 2007, doi:10.1111/j.1365-246X.2007.03415.x, do with orbits). With equal weights it is the same as ramps of the series by
/// least squares, because means over pixels and over pairs may be taken in either order; a pair with much noise or unwrapping errors counts less here, and there as much as the
/// others.
/// </summary>
public static class RampNetwork
{
    /// <summary>Weights of pairs by how their cells scatter about their ramps.</summary>
    /// <param name="pairs">Displacement of the pairs over cells, metres; the pairs stand for dates.</param>
    /// <param name="ramps">Their ramps.</param>
    /// <param name="rows">Rows of the image, pixels.</param>
    /// <param name="columns">Columns of the image, pixels.</param>
    /// <returns>One over the square of the scatter by the median, relative to the usual pair (pure numbers); shape (pair).</returns>
    public static double[] Weights(CoarseSeries pairs, Ramp ramps, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(ramps);
        var cells = Enumerable.Range(0, pairs.Cells).Where(c => pairs.Counts[c] > 0).ToArray();
        var (scatter, sizes) = (new double[pairs.Dates], new float[cells.Length]);
        Span<double> terms = stackalloc double[Ramp.TermsOf(RampShape.Quadratic)];
        terms = terms[..Ramp.TermsOf(ramps.Shape)];
        for (var pair = 0; pair < scatter.Length; pair++)
        {
            for (var k = 0; k < cells.Length; k++)
            {
                var (row, column) = RampSolver.Middle(pairs, cells[k], rows, columns);
                Ramp.Terms(ramps.Shape, row, column, rows, columns, terms);
                var rest = (double)pairs.Plane(pair)[cells[k]];
                for (var i = 0; i < terms.Length; i++)
                {
                    rest -= ramps.Of(pair)[i] * terms[i];
                }

                sizes[k] = (float)Math.Abs(rest);
            }

            scatter[pair] = OrderStatistics.Median(sizes);
        }

        var usual = scatter.Order().ElementAt(scatter.Length / 2);

        // No pair is so good that it decides alone.
        return usual > 0 ? Array.ConvertAll(scatter, s => 1 / Math.Pow(Math.Max(s / usual, 0.5), 2)) : [.. scatter.Select(_ => 1.0)];
    }

    /// <summary>The ramps of the dates, relative to the first.</summary>
    /// <param name="network">The network, in one part.</param>
    /// <param name="pairs">Ramps of its pairs, metres, in the network's order; the pairs stand for dates.</param>
    /// <param name="weights">Weights of the pairs (pure numbers), positive; shape (pair).</param>
    /// <exception cref="RequestException">The sizes differ, or the network falls apart.</exception>
    public static Ramp ByDates(Network network, Ramp pairs, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(pairs);
        var (unknowns, terms) = (network.Dates.Count - 1, Ramp.TermsOf(pairs.Shape));
        if (pairs.Dates != network.Pairs.Count || weights.Length != network.Pairs.Count)
        {
            throw new RequestException($"{pairs.Dates} ramps and {weights.Length} weights came for {network.Pairs.Count} pairs.");
        }

        var normal = new double[unknowns * unknowns];
        for (var pair = 0; pair < weights.Length; pair++)
        {
            var (first, second) = (network.FirstIndex[pair] - 1, network.SecondIndex[pair] - 1);
            foreach (var (i, j, sign) in (ReadOnlySpan<(int, int, int)>)[(first, first, 1), (second, second, 1), (first, second, -1), (second, first, -1)])
            {
                if (i >= 0 && j >= 0)
                {
                    normal[(i * unknowns) + j] += sign * weights[pair];
                }
            }
        }

        var factor = DenseCholesky.Factor(normal, unknowns);
        if (Enumerable.Range(0, unknowns).Any(i => !(factor[(i * unknowns) + i] > 1e-7)))
        {
            throw new RequestException("The network falls apart, so ramps of its pairs give none of its dates. Take corrections.ramp.from: series.");
        }

        var dates = new double[network.Dates.Count * terms];
        for (var term = 0; term < terms; term++)
        {
            var right = new double[unknowns];
            for (var pair = 0; pair < weights.Length; pair++)
            {
                var value = weights[pair] * pairs.Of(pair)[term];
                var (first, second) = (network.FirstIndex[pair] - 1, network.SecondIndex[pair] - 1);
                if (first >= 0)
                {
                    right[first] -= value;
                }

                if (second >= 0)
                {
                    right[second] += value;
                }
            }

            var solution = DenseCholesky.Solve(factor, right);
            for (var date = 1; date <= unknowns; date++)
            {
                dates[(date * terms) + term] = solution[date - 1];
            }
        }

        return pairs.With(dates);
    }
}
