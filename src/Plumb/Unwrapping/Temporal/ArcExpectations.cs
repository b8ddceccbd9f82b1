namespace Plumb.Unwrapping.Temporal;

/// <summary>
/// What is expected of the differences between neighbouring pixels of one image, from somewhere else than the image itself: from the same differences at other
/// times. The arrays are not copied.
/// </summary>
/// <param name="Across">Expected unwrapped difference from each pixel to the next of its row, radian; shape (rows, columns); NaN where nothing is expected.</param>
/// <param name="Down">The same to the pixel below, radian; shape (rows, columns); NaN where nothing is expected.</param>
/// <param name="AcrossSpread">Variance of the first, radian squared; or, where the differences are decided, the price of a cycle more (pure number); shape (rows, columns).</param>
/// <param name="DownSpread">The same of the second; shape (rows, columns).</param>
/// <param name="IsDecided">
/// False: a density with that variance, which joins what the image says of its own slopes. True: the cycles nearest to the expectation are where the flow begins, and
/// each cycle more or less has the price that is given, whatever the image says.
/// </param>
public sealed record ArcExpectations(float[] Across, float[] Down, float[] AcrossSpread, float[] DownSpread, bool IsDecided)
{
    private const float Steep = MathF.PI / 2;

    /// <summary>
    /// Takes a model off what is expected, in place, as it is taken off the phase. Where the model is steep, by more than a quarter of a cycle to the next pixel, whole cycles of
    /// what was expected without it are worth nothing: there the difference nearest to the model's is expected.
    /// </summary>
    /// <param name="model">Phase of the model, radian; shape (rows, columns).</param>
    /// <param name="columns">Number of columns, pixels.</param>
    public void TakeOff(ReadOnlySpan<float> model, int columns)
    {
        for (var p = 0; p < model.Length; p++)
        {
            Across[p] = Beside(Across[p], p + 1 < model.Length ? model[p + 1] - model[p] : 0);
            Down[p] = Beside(Down[p], p + columns < model.Length ? model[p + columns] - model[p] : 0);
        }
    }

    private static float Beside(float expected, float step) =>
        MathF.Abs(step) < Steep ? expected - step : (float)Math.IEEERemainder((double)expected - step, 2 * Math.PI);

    internal void Check(int rows, int columns)
    {
        foreach (var values in new[] { Across, Down, AcrossSpread, DownSpread })
        {
            if (values.LongLength != (long)rows * columns)
            {
                throw new ArgumentException($"Expectations of {values.LongLength} pixels for an image of {rows} x {columns}.");
            }
        }
    }
}
