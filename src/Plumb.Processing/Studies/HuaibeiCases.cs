using System.Globalization;
using Plumb.Kernels;
using Plumb.Processing.Operations;
using Plumb.Simulation;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Classical;

namespace Plumb.Processing.Studies;

/// <summary>
/// The three cases of the Huaibei study (Wang et al. 2021) simulated and unwrapped by all methods, beside the truth, which the study
/// did not have: its figures are distances to its own method.
/// </summary>
public static class HuaibeiCases
{
    private static readonly BasinCase[] Cases = [BasinCase.Clear, BasinCase.Interrupted, BasinCase.Confused];

    /// <summary>Means over some seeds.</summary>
    /// <param name="seeds">Number of seeds (count), from 1 on.</param>
    /// <param name="quality">What the classical methods judge pixels by.</param>
    /// <param name="stop">Stops the work.</param>
    public static IReadOnlyList<HuaibeiRow> Run(int seeds, PixelQuality quality, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        var budget = new MemoryBudget(1L << 28);
        var rows = new List<HuaibeiRow>();
        foreach (var kind in Cases)
        {
            var patches = Enumerable.Range(1, seeds).Select(s => BasinPatch.Make(kind, s)).ToArray();
            foreach (var name in UnwrapMethods.Names)
            {
                var method = UnwrapMethods.Of(name);
                var results = patches.Select(p => Result(p, method, quality, budget, stop)).ToArray();
                var besides = results.Select((r, i) => CycleAgreement.Of(patches[i].Truth, r.Phase)).ToArray();
                rows.Add(new HuaibeiRow(
                    kind,
                    name,
                    besides.Average(b => b.Least),
                    besides.Average(b => b.Most),
                    besides.Select((b, i) => b.IsWithinRange(patches[i].Fringes) ? 1.0 : 0).Average(),
                    besides.Average(b => b.MeanKMinusI),
                    besides.Average(b => b.MeanSquare),
                    100 * besides.Average(b => b.WrongShare),
                    results.Average(r => r.Unreached)));
            }
        }

        return rows;
    }

    /// <summary>The table as text for people.</summary>
    /// <param name="rows">Its rows.</param>
    public static string Text(IReadOnlyList<HuaibeiRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return string.Join('\n', rows.Select(r => string.Create(
            CultureInfo.InvariantCulture,
            $"{r.Case,-12} {r.Method,-22} {r.Least,8:0.000} {r.Most,8:0.000} {100 * r.WithinRange,4:0} % {r.Mean,9:0.0000} {r.MeanSquare,9:0.0000} {r.WrongPercent,7:0.000} % {r.Unreached,7:0.0}")).Prepend(
            "case         method                      min      max range          M       MSE     wrong   unreached"));
    }

    private static UnwrappedImage Result(BasinPatch patch, ClassicalMethod? method, PixelQuality quality, MemoryBudget budget, CancellationToken stop)
    {
        var image = new WrappedImage(patch.Side, patch.Side, patch.Wrapped, patch.Coherence);
        return method is { } classical
            ? ClassicalUnwrapper.Unwrap(image, classical, new ClassicalOptions { Quality = quality }, budget, null, stop)
            : PhaseUnwrapper.Unwrap(image, new UnwrapOptions { Looks = BasinPatch.Looks }, budget, null, null, stop);
    }
}

/// <summary>One method in one case of the Huaibei study, mean over seeds, beside the truth.</summary>
/// <param name="Case">The case.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Least">Least phase, radian.</param>
/// <param name="Most">Greatest phase, radian.</param>
/// <param name="WithinRange">Share of the seeds whose least and greatest phase lie in the theoretical range, 0 to 1 (pure number).</param>
/// <param name="Mean">Mean of method minus truth, radian.</param>
/// <param name="MeanSquare">Mean square of it, radian squared.</param>
/// <param name="WrongPercent">Pixels with wrong cycles, percent.</param>
/// <param name="Unreached">Pixels that are not reached (count).</param>
public sealed record HuaibeiRow(BasinCase Case, string Method, double Least, double Most, double WithinRange, double Mean, double MeanSquare, double WrongPercent, double Unreached);
