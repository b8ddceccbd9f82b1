using System.Globalization;
using Plumb.Kernels;
using Plumb.Processing.Operations;
using Plumb.Simulation;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Classical;

namespace Plumb.Processing.Studies.Huaibei;

/// <summary>
/// The three cases of the Huaibei study (Wang et al. 2021) simulated and unwrapped by all methods, beside the truth, which the study
/// did not have: its figures are distances to its own method.
/// </summary>
public static class HuaibeiCases
{
    /// <summary>The cases.</summary>
    public static IReadOnlyList<BasinCase> All { get; } = [BasinCase.Clear, BasinCase.Interrupted, BasinCase.Confused];

    /// <summary>Letter of a case in the study: A, B or C.</summary>
    /// <param name="kind">The case.</param>
    public static string LetterOf(BasinCase kind) => kind switch { BasinCase.Clear => "A", BasinCase.Interrupted => "B", _ => "C" };

    /// <summary>All methods on all cases, means over some seeds.</summary>
    /// <param name="seeds">Number of seeds (count), from 1 on.</param>
    /// <param name="quality">What the classical methods judge pixels by.</param>
    /// <param name="stop">Stops the work.</param>
    public static IReadOnlyList<HuaibeiRow> Run(int seeds, PixelQuality quality, CancellationToken stop = default)
    {
        var variants = UnwrapMethods.Names.Select(n => new HuaibeiVariant(n, UnwrapMethods.Of(n)) { Quality = quality }).ToArray();
        return [.. All.SelectMany(kind => Run(kind, isHarder: false, variants, seeds, stop))];
    }

    /// <summary>Some variants of methods on one case, means over some seeds.</summary>
    /// <param name="kind">The case.</param>
    /// <param name="isHarder">Whether its noise is the greater one (<see cref="BasinPatch.Make"/>).</param>
    /// <param name="variants">The variants.</param>
    /// <param name="seeds">Number of seeds (count), from 1 on.</param>
    /// <param name="stop">Stops the work.</param>
    public static IReadOnlyList<HuaibeiRow> Run(BasinCase kind, bool isHarder, IReadOnlyList<HuaibeiVariant> variants, int seeds, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(variants);
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        var patches = Enumerable.Range(1, seeds).Select(s => BasinPatch.Make(kind, s, isHarder)).ToArray();
        return [.. variants.Select(v => RowOf(kind, v, patches, stop))];
    }

    /// <summary>One patch unwrapped by a variant of a method, radian; shape (rows, columns); NaN where it is not reached.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="variant">The variant.</param>
    /// <param name="stop">Stops the work.</param>
    public static float[] Unwrap(BasinPatch patch, HuaibeiVariant variant, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(variant);
        return Result(patch, variant, stop).Phase;
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

    private static HuaibeiRow RowOf(BasinCase kind, HuaibeiVariant variant, BasinPatch[] patches, CancellationToken stop)
    {
        var results = patches.Select(p => Result(p, variant, stop)).ToArray();
        var besides = results.Select((r, i) => CycleAgreement.Of(patches[i].Truth, variant.CountsUnreached ? Filled(r.Phase, patches[i]) : r.Phase)).ToArray();
        return new HuaibeiRow(
            kind,
            variant.Name,
            besides.Average(b => b.Least),
            besides.Average(b => b.Most),
            besides.Select((b, i) => b.IsWithinRange(patches[i].Fringes) ? 1.0 : 0).Average(),
            besides.Average(b => b.MeanKMinusI),
            besides.Average(b => b.MeanSquare),
            100 * besides.Average(b => b.WrongShare),
            results.Average(r => r.Unreached));
    }

    private static float[] Filled(float[] phase, BasinPatch patch) => [.. phase.Select((p, i) => float.IsNaN(p) ? patch.Wrapped[i] : p)];

    private static UnwrappedImage Result(BasinPatch patch, HuaibeiVariant variant, CancellationToken stop)
    {
        var budget = new MemoryBudget(1L << 28);
        var image = new WrappedImage(patch.Side, patch.Side, patch.Wrapped, patch.Coherence);
        return variant.Method is { } classical
            ? ClassicalUnwrapper.Unwrap(image, classical, new ClassicalOptions { Quality = variant.Quality, Reweightings = variant.Reweightings, Power = variant.Power }, budget, null, stop)
            : PhaseUnwrapper.Unwrap(image, new UnwrapOptions { Looks = patch.Looks }, budget, null, null, stop);
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
