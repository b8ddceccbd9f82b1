using System.Globalization;
using Plumb.Grids;

namespace Plumb.TimeFunctions;

/// <summary>The displacement of the model at the first date, metres; a series relative to its first date has one near 0.</summary>
public sealed record ConstantTerm : TimeTerm
{
    private static readonly TermCoefficient[] Own = [new("offset", "Offset at the first date", Unit.Metre)];

    /// <inheritdoc/>
    public override string Id => "constant";

    /// <inheritdoc/>
    public override string Title => "constant";

    /// <inheritdoc/>
    public override IReadOnlyList<TermCoefficient> Coefficients => Own;

    /// <inheritdoc/>
    public override void Evaluate(SeriesDates frame, ReadOnlySpan<double> years, Span<double> columns) => columns[..years.Length].Fill(1);
}

/// <summary>
/// Steady motion: t, t^2 / 2 and t^3 / 6 up to a degree, so that the coefficients are rate, acceleration and change of the acceleration at the first date.
/// </summary>
public sealed record PolynomialTerm : TimeTerm
{
    /// <summary>Highest degree (count).</summary>
    public const int MaxDegree = 3;

    private readonly TermCoefficient[] own;

    /// <summary>A polynomial without its constant.</summary>
    /// <param name="degree">Highest power of time (count), 1 to 3.</param>
    /// <exception cref="RequestException">The degree is not possible.</exception>
    public PolynomialTerm(int degree)
    {
        if (degree is < 1 or > MaxDegree)
        {
            throw new RequestException($"A polynomial of degree {degree} is not possible: 1 is a steady rate, 2 adds an acceleration, 3 its change.");
        }

        Degree = degree;
        TermCoefficient[] all =
        [
            new("rate", degree == 1 ? "Rate" : "Rate at the first date", Unit.MetrePerYear),
            new("acceleration", degree == 2 ? "Acceleration" : "Acceleration at the first date", Unit.MetrePerYearSquared),
            new("jerk", "Change of the acceleration", Unit.MetrePerYearCubed),
        ];
        own = all[..degree];
    }

    /// <summary>Highest power of time (count).</summary>
    public int Degree { get; }

    /// <inheritdoc/>
    public override string Id => Degree switch { 1 => "rate", 2 => "acceleration", _ => "jerk" };

    /// <inheritdoc/>
    public override string Title => Degree switch { 1 => "rate", 2 => "rate and acceleration", _ => "rate, acceleration and its change" };

    /// <inheritdoc/>
    public override IReadOnlyList<TermCoefficient> Coefficients => own;

    /// <inheritdoc/>
    public bool Equals(PolynomialTerm? other) => other is not null && other.Degree == Degree;

    /// <inheritdoc/>
    public override int GetHashCode() => Degree;

    /// <inheritdoc/>
    public override void Evaluate(SeriesDates frame, ReadOnlySpan<double> years, Span<double> columns)
    {
        for (var i = 0; i < years.Length; i++)
        {
            var power = 1.0;
            for (var k = 1; k <= Degree; k++)
            {
                power *= years[i] / k;
                columns[((k - 1) * years.Length) + i] = power;
            }
        }
    }
}

/// <summary>A change of rate from a time on: max(0, t - t0). The motion itself stays continuous.</summary>
/// <param name="Years">Time of the change since the first date, years.</param>
public sealed record RateChangeTerm(double Years) : TimeTerm
{
    /// <inheritdoc/>
    public override string Id => string.Create(CultureInfo.InvariantCulture, $"rate_change_{Years:0.###}");

    /// <inheritdoc/>
    public override string Title => string.Create(CultureInfo.InvariantCulture, $"change of rate {Years:0.00} years after the first date");

    /// <inheritdoc/>
    public override IReadOnlyList<TermCoefficient> Coefficients => [new(Id, "Change of the rate", Unit.MetrePerYear)];

    /// <inheritdoc/>
    public override void Evaluate(SeriesDates frame, ReadOnlySpan<double> years, Span<double> columns)
    {
        for (var i = 0; i < years.Length; i++)
        {
            columns[i] = Math.Max(0, years[i] - Years);
        }
    }
}
