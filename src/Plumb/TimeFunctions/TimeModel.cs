using System.Globalization;

namespace Plumb.TimeFunctions;

/// <summary>
/// A motion as an ordered sum of terms, linear in its coefficients: d(t) = sum over coefficients of c_j a_j(t). Immutable. Two models
/// are equal when their terms are.
/// </summary>
public sealed class TimeModel : IEquatable<TimeModel>
{
    /// <summary>Share of a column's length (pure number) that must be left when the columns before it are taken out; below it no computation tells them apart.</summary>
    private const double LeastLeft = 1e-7;

    /// <summary>A model.</summary>
    /// <param name="terms">The terms, at least one, no id twice.</param>
    /// <exception cref="RequestException">There is no term, or one stands twice.</exception>
    public TimeModel(params IReadOnlyList<TimeTerm> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Count == 0)
        {
            throw new RequestException("A model of the motion needs at least one term, such as a constant and a rate.");
        }

        Terms = [.. terms];
        Coefficients = [.. terms.SelectMany(t => t.Coefficients)];
        var twice = Coefficients.GroupBy(c => c.Id).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new RequestException($"The coefficient '{twice.Key}' stands twice in the model; give each term once.");
        }
    }

    /// <summary>Constant and rate: the straight line.</summary>
    public static TimeModel Line { get; } = new(new ConstantTerm(), new PolynomialTerm(1));

    /// <summary>The terms in order.</summary>
    public IReadOnlyList<TimeTerm> Terms { get; }

    /// <summary>The coefficients of all terms in order.</summary>
    public IReadOnlyList<TermCoefficient> Coefficients { get; }

    /// <summary>The terms in words: "constant, rate, annual".</summary>
    public string Title => string.Join(", ", Terms.Select(t => t.Title));

    /// <summary>Where a coefficient stands; -1 where the model has none of the id.</summary>
    /// <param name="id">Its id.</param>
    public int IndexOf(string id)
    {
        for (var j = 0; j < Coefficients.Count; j++)
        {
            if (Coefficients[j].Id == id)
            {
                return j;
            }
        }

        return -1;
    }

    /// <summary>The columns of all coefficients at any times.</summary>
    /// <param name="frame">The dates of the series, which fix time 0 and the axis.</param>
    /// <param name="years">Times since the first date, years; shape (time).</param>
    /// <returns>Columns in metres per unit of their coefficient; shape (coefficient, time).</returns>
    public double[] Columns(SeriesDates frame, ReadOnlySpan<double> years)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var columns = new double[Coefficients.Count * years.Length];
        var at = 0;
        foreach (var term in Terms)
        {
            var length = term.Coefficients.Count * years.Length;
            term.Evaluate(frame, years, columns.AsSpan(at, length));
            at += length;
        }

        return columns;
    }

    /// <summary>Refuses a model that the dates cannot tell apart.</summary>
    /// <param name="dates">The dates of the series.</param>
    /// <exception cref="RequestException">There are too few dates, or a term cannot be told from the others; the message names it and says why.</exception>
    public void Check(SeriesDates dates)
    {
        if (WhyNot(dates) is { } reason)
        {
            throw new RequestException(reason);
        }
    }

    /// <summary>Why the dates cannot tell the model's terms apart, as a message for people; null where they can.</summary>
    /// <param name="dates">The dates of the series.</param>
    public string? WhyNot(SeriesDates dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        foreach (var term in Terms)
        {
            if (term.WhyNot(dates) is { } reason)
            {
                return $"The term '{term.Title}' cannot be fitted: {reason}. Leave it out.";
            }
        }

        if (dates.Count < Coefficients.Count)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The model ({Title}) has {Coefficients.Count} coefficients and the series {dates.Count} dates. Leave terms out.");
        }

        var design = new OrthogonalDesign(Columns(dates, dates.Years), Coefficients.Count, dates.Count);
        for (var (j, term) = (0, 0); term < Terms.Count; j += Terms[term].Coefficients.Count, term++)
        {
            for (var k = j; k < j + Terms[term].Coefficients.Count; k++)
            {
                if (!(design.Left[k] > LeastLeft))
                {
                    var others = string.Join(", ", Terms.Take(term).Select(t => t.Title));
                    return $"On the {dates.Count} dates of the series the term '{Terms[term].Title}' cannot be told from the terms before it ({others}). Leave one of them out.";
                }
            }
        }

        return null;
    }

    /// <summary>Whether the terms are the same in the same order.</summary>
    /// <param name="other">Another model.</param>
    public bool Equals(TimeModel? other) => other is not null && Terms.SequenceEqual(other.Terms);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TimeModel);

    /// <inheritdoc/>
    public override int GetHashCode() => Terms.Aggregate(17, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => Title;
}
