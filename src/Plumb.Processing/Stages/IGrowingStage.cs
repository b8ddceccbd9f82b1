namespace Plumb.Processing.Stages;

/// <summary>
/// A stage that, where its input has only grown, adds to what it wrote earlier and ends with the bytes that it would have written from all of the input. What it
/// wrote stays as it is until all that is added lies ready.
/// </summary>
internal interface IGrowingStage
{
    /// <summary>What would be added to what an earlier run wrote, in words; null where everything has to be computed anew.</summary>
    /// <param name="run">Where, with what.</param>
    string? Growth(RunContext run);

    /// <summary>Adds it. To be called only after <see cref="Growth"/> said what.</summary>
    /// <param name="run">Where, with what, and how much memory.</param>
    /// <returns>One line that says what came out.</returns>
    string Grow(RunContext run);
}
