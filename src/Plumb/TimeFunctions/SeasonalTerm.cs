using System.Globalization;
using Plumb.Grids;

namespace Plumb.TimeFunctions;

/// <summary>A motion that comes back: cos(2 pi t / T) and sin(2 pi t / T), t since the first date.</summary>
public sealed record SeasonalTerm : TimeTerm
{
    private readonly TermCoefficient[] own;

    /// <summary>A seasonal term.</summary>
    /// <param name="periodYears">Period T, years, positive.</param>
    /// <exception cref="RequestException">The period is not a positive number.</exception>
    public SeasonalTerm(double periodYears)
    {
        if (!(periodYears > 0) || !double.IsFinite(periodYears))
        {
            throw new RequestException($"A period of {periodYears.ToString(CultureInfo.InvariantCulture)} years is not possible; give a positive number such as 1 or 0.5.");
        }

        PeriodYears = periodYears;
        Id = IdOf(periodYears);
        Title = TitleOf(periodYears);
        own =
        [
            new(Id + "_cos", $"Cosine of the {Title} motion", Unit.Metre),
            new(Id + "_sin", $"Sine of the {Title} motion", Unit.Metre),
        ];
    }

    /// <summary>Period, years.</summary>
    public double PeriodYears { get; }

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<TermCoefficient> Coefficients => own;

    /// <inheritdoc/>
    public bool Equals(SeasonalTerm? other) => other is not null && other.PeriodYears == PeriodYears;

    /// <inheritdoc/>
    public override int GetHashCode() => PeriodYears.GetHashCode();

    /// <inheritdoc/>
    public override void Evaluate(SeriesDates frame, ReadOnlySpan<double> years, Span<double> columns)
    {
        for (var i = 0; i < years.Length; i++)
        {
            (columns[years.Length + i], columns[i]) = Math.SinCos(2 * Math.PI * years[i] / PeriodYears);
        }
    }

    /// <inheritdoc/>
    public override string? WhyNot(SeriesDates dates)
    {
        ArgumentNullException.ThrowIfNull(dates);

        // Below some 0.6 periods a sine is a parabola for every practical purpose.
        return dates.Span < 0.6 * PeriodYears
            ? string.Create(CultureInfo.InvariantCulture, $"the series spans {dates.Span:0.00} years, less than six tenths of the period of {PeriodYears:0.###}")
            : null;
    }

    private static string IdOf(double period) => period switch
    {
        1 => "annual",
        0.5 => "semiannual",
        _ => string.Create(CultureInfo.InvariantCulture, $"period_{period:0.###}yr"),
    };

    private static string TitleOf(double period) => period switch
    {
        1 => "annual",
        0.5 => "semi-annual",
        _ => string.Create(CultureInfo.InvariantCulture, $"{period:0.###}-year"),
    };
}
