using Plumb.TimeFunctions;

namespace Plumb.Tests.TimeFunctions;

/// <summary>Least squares of one series with further terms, by Gram-Schmidt in double precision: thousands of models of one series in little time.</summary>
internal sealed class DenseFit
{
    private readonly SeriesDates dates;
    private readonly int[] used;
    private readonly List<double[]> basis = [];
    private readonly double[] residual;

    public DenseFit(TimeModel model, SeriesDates dates, int[] used, Func<int, double> value)
    {
        (this.dates, this.used) = (dates, used);
        var columns = model.Columns(dates, dates.Years);
        for (var j = 0; j < model.Coefficients.Count; j++)
        {
            var column = j;
            basis.Add(Normed([.. used.Select(i => columns[(column * dates.Count) + i])], basis));
        }

        residual = Without([.. used.Select(value)], basis);
    }

    public double SquareSumWith(IEnumerable<TimeTerm> terms)
    {
        var all = new List<double[]>(basis);
        foreach (var term in terms)
        {
            var columns = new TimeModel(term).Columns(dates, dates.Years);
            all.Add(Normed([.. used.Select(i => columns[i])], all));
        }

        var rest = Without(residual, all.Skip(basis.Count));
        return Dot(rest, rest);
    }

    private static double[] Normed(double[] column, IEnumerable<double[]> before)
    {
        var rest = Without(Without(column, before), before);
        var length = Math.Sqrt(Dot(rest, rest));
        return [.. rest.Select(e => e / length)];
    }

    private static double[] Without(double[] column, IEnumerable<double[]> before)
    {
        var rest = (double[])column.Clone();
        foreach (var b in before)
        {
            var product = Dot(rest, b);
            for (var i = 0; i < rest.Length; i++)
            {
                rest[i] -= product * b[i];
            }
        }

        return rest;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
