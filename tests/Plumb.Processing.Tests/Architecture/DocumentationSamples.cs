namespace Plumb.Processing.Tests.Architecture.Samples;

public class UndocumentedSample
{
}

/// <summary>Breaks the rule in each way a class can.</summary>
public class BareSample
{
    /// <summary>A number.</summary>
    public static readonly double Field = 1;

    /// <summary>Makes one.</summary>
    /// <param name="value">A value.</param>
    public BareSample(double value) => Kept = value;

    /// <summary>Some numbers.</summary>
    public IReadOnlyList<double[]> Values { get; } = [];

    /// <summary>Takes numbers.</summary>
    /// <param name="values">The numbers.</param>
    public static void Take(ReadOnlySpan<float> values) => _ = values.Length;

    /// <summary>Gives two numbers.</summary>
    public static (double X, double Y) Pair() => (0, 0);

    public void Speak() => Kept++;

    internal double Kept { get; private set; }
}

/// <summary>Keeps the rule with every kind of member whose name is hard to form.</summary>
/// <typeparam name="T">Any type.</typeparam>
public class DocumentedSample<T>
{
    /// <summary>Length, metres.</summary>
    /// <param name="index">Any index.</param>
    public double this[int index] => index;

    /// <summary>Adds, in radians.</summary>
    /// <typeparam name="TOther">Any type.</typeparam>
    /// <param name="own">Own.</param>
    /// <param name="other">Other.</param>
    /// <param name="matrix">Numbers of shape (row, column).</param>
    /// <param name="result">Result.</param>
    public virtual void Add<TOther>(T own, IReadOnlyList<TOther[]> other, double[,] matrix, out float result) => result = 0;

    /// <summary>Angle, radians.</summary>
    /// <param name="sample">The sample.</param>
    public static explicit operator double(DocumentedSample<T> sample) => 0;

    /// <inheritdoc/>
    public override string ToString() => "";

    /// <summary>A nested type.</summary>
    /// <typeparam name="TInner">Any type.</typeparam>
    public class Nested<TInner>
    {
        /// <summary>Height, metres.</summary>
        /// <param name="nested">Another.</param>
        public double Height(Nested<TInner> nested) => 0;
    }
}

/// <summary>A record.</summary>
/// <param name="Bare">A number.</param>
/// <param name="Good">A number of metres.</param>
public sealed record RecordSample(double Bare, double Good);

/// <summary>A function.</summary>
/// <param name="x">Where.</param>
public delegate double BareFunction(double x);

/// <summary>Which; numbers of an enumeration need no unit.</summary>
public enum EnumSample
{
    /// <summary>The first.</summary>
    First,
}
