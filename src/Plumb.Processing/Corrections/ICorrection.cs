using Plumb.Grids;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Corrections;

/// <summary>One kind of correction, by the name it has in corrections.sequence.</summary>
internal interface ICorrection
{
    /// <summary>Name in corrections.sequence, lower case with underscores.</summary>
    string Name { get; }

    /// <summary>What it takes off, as a short phrase for people.</summary>
    string Title { get; }

    /// <summary>Names of all arrays it may write.</summary>
    IReadOnlyList<string> Writes { get; }

    /// <summary>The settings its result depends on.</summary>
    object SettingsUsed(CorrectionSettings settings);

    /// <summary>The files it reads by name, size and time of change, so that other files make the correction run again; empty for none.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="resolve">Makes a path of the settings absolute.</param>
    string Files(CorrectionSettings settings, Func<string, string> resolve) => "";

    /// <summary>Refuses settings that make no sense.</summary>
    /// <exception cref="RequestException">A setting is not possible.</exception>
    void Check(CorrectionSettings settings);

    /// <summary>Looks at the series as the corrections before it leave it, and finds what is to be taken off.</summary>
    /// <param name="scene">The series and what is known of it.</param>
    /// <param name="whyNot">Why nothing is to be taken off, as a sentence, where null is returned.</param>
    /// <exception cref="RequestException">What the correction needs is not there.</exception>
    PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot);
}

/// <summary>
/// A correction that is ready to be taken off, chunk by chunk. Its values need be zero neither at the first date nor at the reference: that is
/// seen to where it is taken off.
/// </summary>
internal abstract class PreparedCorrection : IDisposable
{
    /// <summary>The array of shape (date, row, column) that holds what was taken off; null where maps tell it all.</summary>
    public virtual StackLayer? Stack => null;

    /// <summary>Arrays of shape (row, column) it writes.</summary>
    public virtual IReadOnlyList<StackLayer> Maps => [];

    /// <summary>Whether it is made of the series in time, so that the scatter it removes says nothing on how well the rate is known.</summary>
    public virtual bool IsFilterInTime => false;

    /// <summary>
    /// Whether it is made only at dates where it gains anything. Not so where the scatter of the dates about each place's line cannot tell: a correction by one number for all
    /// dates has its own test, and one that goes on steadily in time leaves that scatter as it is.
    /// </summary>
    public virtual bool IsJudged => false;

    /// <summary>Variance of the trend in time that is left, as a share (pure number) of what its dates give by chance; null where that is no question.</summary>
    public double? TrendLeft { get; init; }

    /// <summary>What a reader should know, each a sentence.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];

    /// <summary>What is known of each date; shape (date), or empty.</summary>
    public IReadOnlyList<CorrectionDate> Dates { get; init; } = [];

    /// <summary>Values over one chunk. Called from several threads.</summary>
    /// <param name="tile">The part of the chunk that lies on the grid.</param>
    /// <param name="series">The series before this correction, metres; shape (date, chunk pixels).</param>
    /// <param name="layer">Receives what is to be taken off, metres; shape (date, chunk pixels).</param>
    /// <param name="maps">Receives the maps; shape (map, chunk pixels); empty where they are not wanted.</param>
    public abstract void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}

/// <summary>An array that a correction writes.</summary>
/// <param name="Name">Name in the store.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Sign">Which way they count.</param>
/// <param name="Title">What they are, for people.</param>
internal sealed record StackLayer(string Name, string Unit, string Sign, string Title);
