namespace Plumb.Unwrapping;

/// <summary>The phases of an interferogram as unwrapping takes them.</summary>
internal static class WrappedPhase
{
    /// <summary>Wraps the phase to -pi ... pi, NaN where the pixel is left out. Returns the number of pixels that have a value.</summary>
    /// <param name="image">The interferogram.</param>
    /// <param name="result">Receives the phase, radian; shape (rows, columns); may be the image's own.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="RequestException">No pixel has a value.</exception>
    internal static long Take(WrappedImage image, float[] result, int threads, CancellationToken stop)
    {
        var valid = 0L;
        Parallel.For(0, image.Rows, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stop }, r =>
        {
            var count = 0L;
            var (coherence, amplitude) = (image.Coherence, image.Amplitude);
            var first = (long)r * image.Columns;
            for (var p = first; p < first + image.Columns; p++)
            {
                var value = image.Phase[p];
                if (!float.IsFinite(value) || (coherence is not null && !(coherence[p] > 0)) || (amplitude is not null && !(amplitude[p] > 0)))
                {
                    result[p] = float.NaN;
                    continue;
                }

                result[p] = value is >= -MathF.PI and <= MathF.PI ? value : (float)Math.IEEERemainder(value, 2 * Math.PI);
                count++;
            }

            Interlocked.Add(ref valid, count);
        });
        return valid > 0
            ? valid
            : throw new RequestException("No pixel has a value: all phases are NaN, or their coherence or amplitude is NaN or 0. Check that the right band of the right file was read.");
    }
}
