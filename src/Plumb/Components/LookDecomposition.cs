using System.Runtime.CompilerServices;
using Plumb.Kernels;

namespace Plumb.Components;

/// <summary>
/// Motion to the east and upwards from two and more lines of sight, per pixel look vectors, weighted by the variances of the tracks (Wright, Parsons and Lu 2004,
/// doi:10.1029/2003GL018827). Looks d = E e + N n + U u + error; n has the prior n0 with the standard deviation s and is eliminated: with W the weights of the looks and
/// A = (E, U), (A'WA - k A'WN N'WA) (e, u) = A'W d - k A'WN N'W d of d less N n0, k = 1 / (1 / s^2 + N'WN). k is 0 where n is taken as known, and 1 / N'WN where it is
/// free, which is the solution of all three. The inverse of that matrix is the covariance of (e, u), the prior of n included. Eight pixels side by side, in double precision;
/// allocates nothing; safe for threads on different pixels.
/// </summary>
public static unsafe class LookDecomposition
{
    // Least share of the product of the diagonal that the determinant has; below, the looks are one.
    private const double LeastShare = 1e-7;

    /// <summary>Most looks that are taken together, a count.</summary>
    public const int MostLooks = 16;

    /// <summary>Decomposes a range of pixels.</summary>
    /// <param name="tracks">The tracks, at most <see cref="MostLooks"/>, metres per year or metres; shape (pixel) each.</param>
    /// <param name="options">What is assumed of the motion to the north.</param>
    /// <param name="result">Receives the components in the unit of the tracks; shape (pixel).</param>
    /// <param name="first">First pixel.</param>
    /// <param name="count">Number of pixels.</param>
    /// <exception cref="ArgumentException">There are too many tracks, or arrays are too short.</exception>
    public static void Solve(ReadOnlySpan<TrackTile> tracks, DecompositionOptions options, ComponentTile result, int first, int count) =>
        Solve(tracks, options, null, result, first, count);

    /// <summary>Decomposes a range of pixels, each of which has an assumption of the north of its own.</summary>
    /// <param name="tracks">The tracks, at most <see cref="MostLooks"/>, metres per year or metres; shape (pixel) each.</param>
    /// <param name="options">Whether the motion to the north is free; what else is assumed of it where <paramref name="north"/> is null.</param>
    /// <param name="north">What is assumed of the motion to the north at each pixel, metres per year or metres; shape (pixel). Null for the same everywhere.</param>
    /// <param name="result">Receives the components in the unit of the tracks; shape (pixel).</param>
    /// <param name="first">First pixel.</param>
    /// <param name="count">Number of pixels.</param>
    /// <exception cref="ArgumentException">There are too many tracks, or arrays are too short.</exception>
    public static void Solve(ReadOnlySpan<TrackTile> tracks, DecompositionOptions options, NorthTile? north, ComponentTile result, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(result);
        if (tracks.Length > MostLooks)
        {
            throw new ArgumentException($"{tracks.Length} looks are more than {MostLooks}.", nameof(tracks));
        }

        var packed = stackalloc float[((5 * MostLooks) + 12) * DoubleLane.Width];
        for (var start = first; start < first + count; start += DoubleLane.Width)
        {
            var lanes = Math.Min(DoubleLane.Width, first + count - start);
            Pack(tracks, start, lanes, packed);
            var assumed = packed + (5 * tracks.Length * DoubleLane.Width);
            Assume(options, north, start, lanes, assumed);
            var results = assumed + (2 * DoubleLane.Width);
            Lanes(packed, tracks.Length, options, results);
            Unpack(results, result, start, lanes);
        }
    }

    /// <summary>The tracks' numbers, one pixel per lane; lanes beyond the end are no-data.</summary>
    private static void Pack(ReadOnlySpan<TrackTile> tracks, int start, int lanes, float* packed)
    {
        for (var t = 0; t < tracks.Length; t++)
        {
            var track = tracks[t];
            for (var part = 0; part < 5; part++)
            {
                var source = (part switch { 0 => track.Value, 1 => track.Sigma, 2 => track.East, 3 => track.North, _ => track.Up }).AsSpan(start, lanes);
                var target = new Span<float>(packed + (((5 * t) + part) * DoubleLane.Width), DoubleLane.Width);
                source.CopyTo(target);
                target[lanes..].Fill(float.NaN);
            }
        }
    }

    /// <summary>Assumed motion to the north and its standard deviation, one pixel per lane; a pixel without a number has what the options say.</summary>
    private static void Assume(DecompositionOptions options, NorthTile? north, int start, int lanes, float* assumed)
    {
        for (var lane = 0; lane < DoubleLane.Width; lane++)
        {
            var isOwn = north is not null && lane < lanes && float.IsFinite(north.Assumed[start + lane]) && north.Sigma[start + lane] >= 0;
            assumed[lane] = options.NorthFree ? 0 : isOwn ? north!.Assumed[start + lane] : (float)options.North;
            assumed[DoubleLane.Width + lane] = isOwn ? north!.Sigma[start + lane] : (float)options.NorthSigma;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Lanes(float* packed, int looks, DecompositionOptions options, float* results)
    {
        var (zero, one) = (DoubleLane.Zero, DoubleLane.Splat(1));
        var given = packed + (5 * looks * DoubleLane.Width);
        var (assumed, spread) = (DoubleLane.FromSingle(given), DoubleLane.FromSingle(given + DoubleLane.Width));
        DoubleLane ee = zero, eu = zero, uu = zero, en = zero, un = zero, nn = zero, ed = zero, ud = zero, nd = zero, used = zero;
        for (var t = 0; t < looks; t++)
        {
            var from = packed + (5 * t * DoubleLane.Width);
            var (value, sigma) = (DoubleLane.FromSingle(from), DoubleLane.FromSingle(from + DoubleLane.Width));
            var east = DoubleLane.FromSingle(from + (2 * DoubleLane.Width));
            var north = DoubleLane.FromSingle(from + (3 * DoubleLane.Width));
            var up = DoubleLane.FromSingle(from + (4 * DoubleLane.Width));
            var total = value + east + north + up;
            var there = DoubleLane.Same(total, total) & DoubleLane.Less(zero, sigma);
            var weight = DoubleLane.Select(there, one / (sigma * sigma), zero);
            value = DoubleLane.Select(there, value - (north * assumed), zero);
            (east, north, up) = (DoubleLane.Select(there, east, zero), DoubleLane.Select(there, north, zero), DoubleLane.Select(there, up, zero));
            var (we, wn, wu) = (weight * east, weight * north, weight * up);
            (ee, eu, uu) = (DoubleLane.Fma(we, east, ee), DoubleLane.Fma(we, up, eu), DoubleLane.Fma(wu, up, uu));
            (en, un, nn) = (DoubleLane.Fma(we, north, en), DoubleLane.Fma(wu, north, un), DoubleLane.Fma(wn, north, nn));
            (ed, ud, nd) = (DoubleLane.Fma(we, value, ed), DoubleLane.Fma(wu, value, ud), DoubleLane.Fma(wn, value, nd));
            used += DoubleLane.Select(there, one, zero);
        }

        var isSpread = DoubleLane.Less(zero, spread);
        var prior = options.NorthFree ? zero : DoubleLane.Select(isSpread, one / (spread * spread), one);
        var k = options.NorthFree ? one / nn : DoubleLane.Select(isSpread, one / (prior + nn), zero);
        var (a, b, c) = (ee - (k * en * en), eu - (k * en * un), uu - (k * un * un));
        var determinant = (a * c) - (b * b);
        var least = DoubleLane.Splat(LeastShare);
        var enough = DoubleLane.Less(DoubleLane.Splat(options.NorthFree ? 2.5 : 1.5), used) & DoubleLane.Less(least * ee * uu, determinant) &
            (options.NorthFree ? DoubleLane.Less(least * nn * ee, a * nn) & DoubleLane.Less(least * nn * uu, c * nn) : DoubleLane.Same(zero, zero));
        var over = one / DoubleLane.Select(enough, determinant, one);
        var (vee, veu, vuu) = (c * over, zero - (b * over), a * over);
        var (re, ru) = (ed - (k * en * nd), ud - (k * un * nd));
        var e = (vee * re) + (veu * ru);
        var u = (veu * re) + (vuu * ru);
        var n = assumed + (k * (nd - (en * e) - (un * u)));
        var vnn = k + (k * k * ((vee * en * en) + (DoubleLane.Splat(2) * veu * en * un) + (vuu * un * un)));
        // A'S^-1 N of the looks' covariance S with the prior in it: how one unit of north moves (e, u).
        var (pe, pu) = (en - (k * en * nn), un - (k * un * nn));
        var missing = DoubleLane.Splat(double.NaN);
        void Put(int index, DoubleLane value, float* to) => DoubleLane.Select(enough, value, missing).ToSingle(to + (index * DoubleLane.Width));
        Put(0, e, results);
        Put(1, u, results);
        Put(2, n, results);
        Put(3, DoubleLane.Sqrt(vee), results);
        Put(4, DoubleLane.Sqrt(vuu), results);
        Put(5, DoubleLane.Sqrt(vnn), results);
        Put(6, veu / DoubleLane.Sqrt(vee * vuu), results);
        Put(7, (vee * pe) + (veu * pu), results);
        Put(8, (veu * pe) + (vuu * pu), results);
        used.ToSingle(results + (9 * DoubleLane.Width));
    }

    private static void Unpack(float* results, ComponentTile tile, int start, int lanes)
    {
        void Take(int index, float[] target) => new ReadOnlySpan<float>(results + (index * DoubleLane.Width), lanes).CopyTo(target.AsSpan(start));
        Take(0, tile.East);
        Take(1, tile.Up);
        Take(2, tile.North);
        Take(3, tile.EastSigma);
        Take(4, tile.UpSigma);
        Take(5, tile.NorthSigma);
        Take(6, tile.Correlation);
        Take(7, tile.EastBias);
        Take(8, tile.UpBias);
        Take(9, tile.Looks);
    }
}
