namespace Plumb.TimeFunctions;

/// <summary>A model that may be chosen: linear terms, and at most one shape whose parameters are searched.</summary>
/// <param name="Model">The linear terms.</param>
/// <param name="Shape">The shape; null for none.</param>
public sealed record CandidateModel(TimeModel Model, TimeShape? Shape)
{
    /// <summary>Most models that are tried (count).</summary>
    public const int Limit = 64;

    /// <summary>The terms in words.</summary>
    public string Title => Shape is null ? Model.Title : $"{Model.Title}, {Shape.Title}";

    /// <summary>Number of coefficients and searched parameters (count).</summary>
    public int Parameters => Model.Coefficients.Count + (Shape is null ? 0 : 1 + Shape.GridSizes.Count);

    /// <summary>
    /// All models between constant and rate alone and the fullest one: every lower degree of its polynomial, with and without each other term and the shape, a
    /// semi-annual term only with an annual one. In ascending order of their parameters.
    /// </summary>
    /// <param name="fullest">The fullest model, which holds a constant and a polynomial.</param>
    /// <param name="dates">The dates of the series; a model that they cannot tell is left out.</param>
    /// <exception cref="RequestException">There are more than <see cref="Limit"/>, or the fullest has no constant and polynomial.</exception>
    public static IReadOnlyList<CandidateModel> Within(CandidateModel fullest, SeriesDates dates)
    {
        ArgumentNullException.ThrowIfNull(fullest);
        var terms = fullest.Model.Terms;
        var constant = terms.OfType<ConstantTerm>().FirstOrDefault();
        var polynomial = terms.OfType<PolynomialTerm>().FirstOrDefault();
        if (constant is null || polynomial is null)
        {
            throw new RequestException("Models are chosen around a constant and a rate; the fullest one has to hold both.");
        }

        var optional = terms.Where(t => t is not ConstantTerm and not PolynomialTerm).ToArray();
        var count = Math.Pow(2, optional.Length + (fullest.Shape is null ? 0 : 1)) * polynomial.Degree;
        if (count > Limit)
        {
            throw new RequestException($"Choosing among {optional.Length} terms and a polynomial of degree {polynomial.Degree} means {count:0} models; at most {Limit} are tried. Leave terms out, or do without the choice.");
        }

        var models = new List<CandidateModel>();
        for (var degree = 1; degree <= polynomial.Degree; degree++)
        {
            for (var subset = 0; subset < 1 << optional.Length; subset++)
            {
                var chosen = optional.Where((_, k) => (subset & (1 << k)) != 0).ToArray();
                if (IsSeasonless(chosen, optional))
                {
                    continue;
                }

                var model = new TimeModel([constant, new PolynomialTerm(degree), .. chosen]);
                models.Add(new CandidateModel(model, null));
                if (fullest.Shape is not null)
                {
                    models.Add(new CandidateModel(model, fullest.Shape));
                }
            }
        }

        return [.. models.Where(m => m.Model.WhyNot(dates) is null && m.Parameters < dates.Count).OrderBy(m => m.Parameters)];
    }

    // A semi-annual motion is the deformation of an annual one.
    private static bool IsSeasonless(TimeTerm[] chosen, TimeTerm[] optional)
    {
        var (annual, half) = (new SeasonalTerm(1), new SeasonalTerm(0.5));
        return chosen.Contains(half) && optional.Contains(annual) && !chosen.Contains(annual);
    }
}
