using Plumb.Processing.Associations;

namespace Plumb.Processing.Studies.Heze;

/// <summary>A group of ground (rural, urban, mining): its mean vertical motion, and how it follows the precipitation.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="Pixels">Good pixels that were averaged (count).</param>
/// <param name="Dates">Dates (UTC); shape (date).</param>
/// <param name="Motion">Mean vertical motion since the first date, metres, positive upwards; shape (date).</param>
/// <param name="TrueMotion">What it truly is, of the same pixels, metres; shape (date).</param>
/// <param name="Rate">Rate of the motion, metres per year.</param>
/// <param name="TrueRate">Rate of the true motion, metres per year.</param>
/// <param name="Association">How it follows the precipitation: lags in days, motion in metres.</param>
public sealed record HezeGroup(
    string Name, int Pixels, IReadOnlyList<DateOnly> Dates, IReadOnlyList<double> Motion, IReadOnlyList<double> TrueMotion, double Rate, double TrueRate, AssociatedPair Association);
