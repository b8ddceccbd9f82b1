namespace Plumb.Processing.Studies.Heze;

/// <summary>A stretch of the line that sinks, as it is and as a track sees it.</summary>
/// <param name="Trough">Name of the trough that makes it.</param>
/// <param name="Limit">Rate that it is above, metres per year.</param>
/// <param name="True">The true stretch.</param>
/// <param name="Found">The stretch in the profile of the track; null where none was found.</param>
public sealed record HezeZone(string Trough, double Limit, HezeStretch True, HezeStretch? Found);

/// <summary>A stretch of a line.</summary>
/// <param name="From">Chainage of its beginning, metres.</param>
/// <param name="To">Chainage of its end, metres.</param>
/// <param name="Fastest">Vertical rate of largest size, metres per year.</param>
/// <param name="Slowest">Vertical rate of smallest size, metres per year.</param>
public sealed record HezeStretch(double From, double To, double Fastest, double Slowest)
{
    /// <summary>Length, metres.</summary>
    public double Length => To - From;
}
