using System.Runtime.CompilerServices;
using Plumb.Grids;
using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>The arithmetic of <see cref="ShapeOperator"/> at one vector width.</summary>
internal abstract class ShapeOperatorEngine
{
    /// <summary>Working memory of one thread (unit: elements).</summary>
    public abstract int ScratchFloats { get; }

    public static ShapeOperatorEngine For(ShapeOperator owner, LaneWidth width) => LaneWidths.Choose(width) switch
    {
        LaneWidth.Bits512 => new ShapeOperatorEngine<Lane512>(owner),
        LaneWidth.Bits256 => new ShapeOperatorEngine<Lane256>(owner),
        _ => new ShapeOperatorEngine<Lane128>(owner),
    };

    public abstract void Evaluate(int pixels, ReadOnlySpan<float> found, ReadOnlySpan<float> series, Span<float> operators, Span<float> scratch);
}

/// <summary>
/// The arithmetic of <see cref="ShapeOperator"/> for one lane type: J = Q R by Gram and Schmidt, each column made orthogonal twice (Giraud, Langou and Rozloznik 2005,
/// doi:10.1016/j.camwa.2005.08.009: Q is then orthogonal to working precision), and P = R^-1 Q'.
/// </summary>
/// <typeparam name="T">The lane type.</typeparam>
internal sealed unsafe class ShapeOperatorEngine<T> : ShapeOperatorEngine
    where T : unmanaged, ILane<T>
{
    // Less of a column's length than this outside the others is rounding.
    private const float LeastRest = 1e-4f;

    private readonly int dates;
    private readonly int fixedColumns;
    private readonly int rows;
    private readonly float[] columns;
    private readonly ShapeParameter[] parameters;
    private readonly ColumnSource<T> source;

    public ShapeOperatorEngine(ShapeOperator owner)
    {
        (dates, fixedColumns, rows) = (owner.Dates.Count, owner.Model.Coefficients.Count, owner.Rows);
        columns = [.. owner.Model.Columns(owner.Dates, owner.Dates.Years).Select(v => (float)v)];
        parameters = [.. owner.Parameters];
        source = owner.Shape is DecayShape decay ? new DecaySource<T>(decay, owner.Dates) : new LogisticSource<T>(owner.Dates);
    }

    public override int ScratchFloats => T.Width * ((rows * dates) + (rows * rows) + dates + (2 * parameters.Length));

    public override void Evaluate(int pixels, ReadOnlySpan<float> found, ReadOnlySpan<float> series, Span<float> operators, Span<float> scratch)
    {
        fixed (float* memory = scratch)
        fixed (float* values = found)
        fixed (float* data = series)
        {
            T* basis = (T*)memory, triangle = basis + (rows * dates), present = triangle + (rows * rows), theta = present + dates, scale = theta + parameters.Length;
            for (var at = 0; at < pixels; at += T.Width)
            {
                var lanes = Math.Min(T.Width, pixels - at);
                for (var i = 0; i < dates; i++)
                {
                    var value = Load(data + ((long)i * pixels) + at, lanes);
                    present[i] = T.Same(value, value);
                }

                var amplitude = Load(values + at, lanes);
                for (var k = 0; k < parameters.Length; k++)
                {
                    Inner(parameters[k], Load(values + ((1 + k) * (long)pixels) + at, lanes), out theta[k], out scale[k]);
                }

                Fill(basis, present, theta, amplitude);
                var told = Orthogonalise(basis, triangle);
                Invert(basis, triangle);
                Write(new LaneWriter<T>(at, pixels, told), basis, scale, pixels, operators);
            }
        }
    }

    /// <summary>A parameter in the search's measure, and the derivative of the parameter by that.</summary>
    private static void Inner(ShapeParameter parameter, T value, out T inner, out T derivative)
    {
        var days = T.Splat(parameter.Unit == Unit.Day ? 365.25f : 1);
        var scaled = value / days;
        (inner, derivative) = parameter.IsScale ? (LaneMath.Log(scaled), value) : (scaled, days);
    }

    private static T Load(float* from, int lanes)
    {
        if (lanes == T.Width)
        {
            return *(T*)from;
        }

        var value = T.Splat(float.NaN);
        new ReadOnlySpan<float>(from, lanes).CopyTo(new Span<float>(&value, lanes));
        return value;
    }

    /// <summary>The columns of J, 0 at dates without data.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(T* basis, T* present, T* theta, T amplitude)
    {
        source.Fill(theta, basis + (fixedColumns * dates), basis + ((fixedColumns + 1) * dates));
        for (var i = 0; i < dates; i++)
        {
            for (var j = 0; j < rows; j++)
            {
                var entry = basis + (j * dates) + i;
                *entry = present[i] & (j < fixedColumns ? T.Splat(columns[(j * dates) + i]) : j == fixedColumns ? *entry : amplitude * *entry);
            }
        }
    }

    /// <summary>J into Q, and R; returns the mask of the lanes where the columns can be told apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private T Orthogonalise(T* basis, T* triangle)
    {
        var told = T.Same(T.Splat(0), T.Splat(0));
        for (var j = 0; j < rows; j++)
        {
            var own = basis + (j * dates);
            var whole = LaneSystem<T>.Dot(own, own, 0, dates);
            for (var k = 0; k < j; k++)
            {
                triangle[(k * rows) + j] = T.Splat(0);
            }

            for (var pass = 0; pass < 2; pass++)
            {
                for (var k = 0; k < j; k++)
                {
                    var other = basis + (k * dates);
                    var part = LaneSystem<T>.Dot(own, other, 0, dates);
                    triangle[(k * rows) + j] += part;
                    for (var i = 0; i < dates; i++)
                    {
                        own[i] -= part * other[i];
                    }
                }
            }

            var rest = LaneSystem<T>.Dot(own, own, 0, dates);
            told &= T.Less(T.Splat(LeastRest * LeastRest) * whole, rest);
            var length = T.Sqrt(rest);
            triangle[(j * rows) + j] = length;
            var inverse = T.Splat(1) / length;
            for (var i = 0; i < dates; i++)
            {
                own[i] *= inverse;
            }
        }

        return told;
    }

    /// <summary>Q' into R^-1 Q'.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Invert(T* basis, T* triangle)
    {
        for (var j = rows - 1; j >= 0; j--)
        {
            var own = basis + (j * dates);
            var inverse = T.Splat(1) / triangle[(j * rows) + j];
            for (var k = j + 1; k < rows; k++)
            {
                var factor = triangle[(j * rows) + k];
                var other = basis + (k * dates);
                for (var i = 0; i < dates; i++)
                {
                    own[i] -= factor * other[i];
                }
            }

            for (var i = 0; i < dates; i++)
            {
                own[i] *= inverse;
            }
        }
    }

    private void Write(LaneWriter<T> write, T* basis, T* scale, int pixels, Span<float> operators)
    {
        for (var j = 0; j < rows; j++)
        {
            var unit = j > fixedColumns ? scale[j - fixedColumns - 1] : T.Splat(1);
            for (var i = 0; i < dates; i++)
            {
                write.Value(operators[(((j * dates) + i) * pixels)..], unit * basis[(j * dates) + i]);
            }
        }
    }
}
