using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>
/// Columns that depend on parameters of each pixel, and their derivatives. Each parameter belongs to one column. Internally parameters are those
/// in which the search makes equal steps: the logarithm of a constant, years for a time.
/// </summary>
/// <typeparam name="T">The lane type.</typeparam>
internal abstract unsafe class ColumnSource<T>
    where T : unmanaged, ILane<T>
{
    /// <summary>Number of columns.</summary>
    public abstract int Columns { get; }

    /// <summary>Number of parameters.</summary>
    public abstract int Parameters { get; }

    /// <summary>The column that a parameter belongs to.</summary>
    public abstract int ColumnOf(int parameter);

    /// <summary>Evaluates columns and derivatives.</summary>
    /// <param name="theta">Parameters; shape (parameter).</param>
    /// <param name="columns">Receives the columns; shape (column, date).</param>
    /// <param name="slopes">Receives each parameter's derivative of its column; shape (parameter, date).</param>
    public abstract void Fill(T* theta, T* columns, T* slopes);
}

/// <summary>1 - exp(-s) or ln(1 + s) with s = (t - t0) / tau from an event on; the parameter is ln tau.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal sealed unsafe class DecaySource<T> : ColumnSource<T>
    where T : unmanaged, ILane<T>
{
    private readonly float[] since;
    private readonly bool isLogarithmic;

    public DecaySource(DecayShape shape, SeriesDates dates)
    {
        var begin = dates.YearsAt(shape.Date);
        since = new float[dates.Count];
        for (var i = 0; i < since.Length; i++)
        {
            since[i] = (float)Math.Max(0, dates.Years[i] - begin);
        }

        isLogarithmic = shape.IsLogarithmic;
    }

    public override int Columns => 1;

    public override int Parameters => 1;

    public override int ColumnOf(int parameter) => 0;

    public override void Fill(T* theta, T* columns, T* slopes)
    {
        var (zero, one) = (T.Splat(0), T.Splat(1));
        var inverse = T.Exp(zero - theta[0]);
        for (var i = 0; i < since.Length; i++)
        {
            if (since[i] <= 0)
            {
                (columns[i], slopes[i]) = (zero, zero);
                continue;
            }

            var s = T.Splat(since[i]) * inverse;
            if (isLogarithmic)
            {
                columns[i] = T.Log(one + s);
                slopes[i] = zero - (s / (one + s));
            }
            else
            {
                var rest = T.Exp(zero - T.Min(s, T.Splat(80)));
                columns[i] = one - rest;
                slopes[i] = zero - (s * rest);
            }
        }
    }
}

/// <summary>1 / (1 + exp(-k (t - c))); the parameters are c in years and ln k.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal sealed unsafe class LogisticSource<T>(SeriesDates dates) : ColumnSource<T>
    where T : unmanaged, ILane<T>
{
    private readonly float[] years = [.. dates.Years.ToArray().Select(t => (float)t)];

    public override int Columns => 1;

    public override int Parameters => 2;

    public override int ColumnOf(int parameter) => 0;

    public override void Fill(T* theta, T* columns, T* slopes)
    {
        var (zero, one, limit) = (T.Splat(0), T.Splat(1), T.Splat(40));
        var k = T.Exp(theta[1]);
        for (var i = 0; i < years.Length; i++)
        {
            var y = T.Max(zero - limit, T.Min(limit, k * (T.Splat(years[i]) - theta[0])));
            var e = one / (one + T.Exp(zero - y));
            var bend = e * (one - e);
            columns[i] = e;
            slopes[i] = zero - (k * bend);
            slopes[years.Length + i] = y * bend;
        }
    }
}

/// <summary>max(0, t - knot), one column for each knot; the parameters are the knots in years.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal sealed unsafe class HingeSource<T>(SeriesDates dates, int knots) : ColumnSource<T>
    where T : unmanaged, ILane<T>
{
    private readonly float[] years = [.. dates.Years.ToArray().Select(t => (float)t)];

    public override int Columns => knots;

    public override int Parameters => knots;

    public override int ColumnOf(int parameter) => parameter;

    public override void Fill(T* theta, T* columns, T* slopes)
    {
        var (zero, minus) = (T.Splat(0), T.Splat(-1));
        for (var k = 0; k < knots; k++)
        {
            for (var i = 0; i < years.Length; i++)
            {
                var after = T.Splat(years[i]) - theta[k];
                columns[(k * years.Length) + i] = T.Max(zero, after);
                slopes[(k * years.Length) + i] = T.Less(zero, after) & minus;
            }
        }
    }
}

/// <summary>1 after a time, one column for each; the times are not varied.</summary>
/// <typeparam name="T">The lane type.</typeparam>
internal sealed unsafe class JumpSource<T>(SeriesDates dates, int jumps) : ColumnSource<T>
    where T : unmanaged, ILane<T>
{
    private readonly float[] years = [.. dates.Years.ToArray().Select(t => (float)t)];

    public override int Columns => jumps;

    public override int Parameters => 0;

    public override int ColumnOf(int parameter) => parameter;

    public override void Fill(T* theta, T* columns, T* slopes)
    {
        for (var k = 0; k < jumps; k++)
        {
            for (var i = 0; i < years.Length; i++)
            {
                columns[(k * years.Length) + i] = T.Less(theta[k], T.Splat(years[i])) & T.Splat(1);
            }
        }
    }
}
