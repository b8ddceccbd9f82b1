using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Uncertainties;

/// <summary>One thread's operators of the models whose functions are each pixel's own: those of a searched shape where its search ended, and of the model each pixel has.</summary>
internal sealed class TermOperators : IDisposable
{
    private readonly TermSigmas terms;
    private readonly int pixels;
    private readonly int dates;
    private readonly ShapeOperator?[] shapes;
    private readonly TileBuffer<float>?[] scratches;
    private readonly double[][][] linear;
    private readonly float[] found;
    private readonly TileBuffer<float> values;
    private readonly TileBuffer<float>? one;

    public TermOperators(TermSigmas terms, int dates, int pixels, MemoryBudget budget, string purpose)
    {
        (this.terms, this.pixels, this.dates) = (terms, pixels, dates);
        shapes = [.. terms.Operators.Select(o => o.Candidate.Shape is { } shape ? new ShapeOperator(o.Candidate.Model, shape, o.Dates) : null)];
        scratches = [.. shapes.Select(s => s?.CreateScratch(budget))];
        linear = [.. terms.Operators.Select(o => o.Candidate.Shape is null ? o.Linear() : [])];
        found = new float[(1 + VariableParameters) * pixels];
        values = budget.Lease<float>(terms.OwnFunctions * dates * pixels, purpose);
        one = Array.Exists(shapes, s => s is not null) ? budget.Lease<float>(shapes.Max(s => s?.Rows ?? 0) * dates * pixels, purpose) : null;
    }

    /// <summary>Coefficients of the functions; shape (function, date, pixel).</summary>
    public ReadOnlySpan<float> Values => values.Span;

    private int VariableParameters => shapes.Max(s => s?.Parameters.Count ?? 0);

    /// <summary>Memory of one thread, bytes.</summary>
    public static long Bytes(TermSigmas terms, int dates, int pixels) =>
        terms.IsOwn ? sizeof(float) * (2L * terms.OwnFunctions * dates * pixels) : 0;

    /// <summary>Names of the layers of the fit that are needed.</summary>
    public static IEnumerable<string> Layers(TermSigmas terms) =>
        terms.Operators.Where(o => o.Candidate.Shape is not null).SelectMany(o => o.Candidate.Shape!.Parameters(o.Dates).Select(p => p.Id).Prepend(o.Candidate.Shape.Id)).Distinct();

    /// <summary>Works out the functions of a chunk.</summary>
    /// <param name="series">The series, metres; shape (date, pixel).</param>
    /// <param name="layer">A layer of the fit by its name; shape (pixel).</param>
    /// <param name="models">Index of each pixel's model; shape (pixel); empty where all have the same.</param>
    public void Fill(ReadOnlySpan<float> series, Func<string, float[]> layer, ReadOnlySpan<float> models)
    {
        values.Span.Clear();
        for (var m = 0; m < terms.Operators.Count; m++)
        {
            var own = terms.Operators[m];
            if (!models.IsEmpty && !models.Contains(own.Model))
            {
                continue;
            }

            if (shapes[m] is { } shape)
            {
                Gather(own, layer);
                shape.Evaluate(pixels, found, series, one!.Span, scratches[m]!);
            }

            for (var f = 0; f < own.Functions; f++)
            {
                for (var d = 0; d < dates; d++)
                {
                    Place(m, own, f, d, models);
                }
            }
        }
    }

    public void Dispose()
    {
        values.Dispose();
        one?.Dispose();
        foreach (var scratch in scratches)
        {
            scratch?.Dispose();
        }
    }

    private void Gather(TermOperator own, Func<string, float[]> layer)
    {
        var shape = own.Candidate.Shape!;
        layer(shape.Id).CopyTo(found.AsSpan());
        foreach (var (k, parameter) in shape.Parameters(own.Dates).Index())
        {
            layer(parameter.Id).CopyTo(found.AsSpan((1 + k) * pixels));
        }
    }

    /// <summary>One date of one function, for the pixels of the model.</summary>
    private void Place(int m, TermOperator own, int f, int d, ReadOnlySpan<float> models)
    {
        var into = values.Span.Slice(((f * dates) + d) * pixels, pixels);
        for (var i = 0; i < pixels; i++)
        {
            if (models.IsEmpty || models[i] == own.Model)
            {
                into[i] = shapes[m] is null ? (float)linear[m][f][d] : f < own.Rows ? Of(f, d, i) : Of(own.Cosines[f - own.Rows], d, i) + Of(own.Cosines[f - own.Rows] + 1, d, i);
            }
        }
    }

    private float Of(int row, int date, int pixel) => one!.Span[(((row * dates) + date) * pixels) + pixel];
}
