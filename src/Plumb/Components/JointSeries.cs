using Plumb.Kernels;

namespace Plumb.Components;

/// <summary>
/// One series to the east and one upwards from tracks that are seen on different dates. Unknown are the motion m(t) at every date of any track, zero at the first, a steady
/// rate of it, and one level for each track; m is a steady rate plus a random walk (Brownian motion), so that its increments over dt have the variance q dt. Observed is
/// d = l m(t) + N n t + level + drift(t) + noise at the dates of each track; the drift is what the noise of the pairs adds up to, a random walk of the track's own, which no other
/// date averages out. The least-squares solution is that of the Kalman smoother with the same model (Rauch, Tung and Striebel 1965,
/// doi:10.2514/3.3166), found here from its normal equations: blocks of two motions and a drift for each track along the dates with a border of rates and levels, so that dates
/// between are interpolated with the variance that follows. Eight pixels side by side, in double precision; allocates nothing; safe for threads on different pixels with their own scratch.
/// </summary>
public static unsafe partial class JointSeries
{
    /// <summary>Most tracks that are joined, a count.</summary>
    public const int MostTracks = 8;

    // Rates to the east, upwards and to the north stand before the tracks' levels.
    private const int Rates = 3;

    // The motions to the east and upwards stand before the tracks' drifts among what changes from date to date.
    private const int Motions = 2;

    // Sums over the walk factors at a date: both motions and both second moments.
    private const int Sums = 4;

    // Walk factors that hold less of the probability in every pixel are passed over.
    private const double LeastProbability = 1e-3;

    // Standard deviation of the logarithm of a pixel's walk factor before its series is looked at: a factor of ten.
    private const double FactorSpread = 2.3;

    /// <summary>Numbers of scratch, double precision, a count.</summary>
    /// <param name="dates">Number of joint dates.</param>
    /// <param name="tracks">Number of tracks.</param>
    public static int ScratchLength(int dates, int tracks)
    {
        var (columns, states) = (Rates + tracks + 1, Motions + tracks);
        return DoubleLane.Width * ((dates * ((states * states) + (states * columns) + Sums)) + (3 * columns * columns) + (3 * states * states) + (2 * states) + 18 + (4 * tracks));
    }

    /// <summary>Joins the series of a range of pixels.</summary>
    /// <param name="tracks">The tracks: metres; shape (date, pixel) each.</param>
    /// <param name="model">What is assumed of the motion.</param>
    /// <param name="result">Receives the series, metres since the first joint date; shape (date, pixel).</param>
    /// <param name="first">First pixel.</param>
    /// <param name="count">Number of pixels.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> numbers, of no meaning before or after.</param>
    /// <exception cref="ArgumentException">There are too many tracks, or the scratch is too short.</exception>
    public static void Solve(JointTrack[] tracks, JointModel model, JointTile result, int first, int count, Span<double> scratch)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(result);
        if (tracks.Length is < 1 or > MostTracks || scratch.Length < ScratchLength(result.Dates, tracks.Length) || model.Years.Length != result.Dates)
        {
            throw new ArgumentException($"{tracks.Length} tracks at {result.Dates} dates need a scratch of {ScratchLength(result.Dates, tracks.Length)} numbers and as many years as dates.", nameof(tracks));
        }

        fixed (double* memory = scratch)
        {
            for (var start = first; start < first + count; start += DoubleLane.Width)
            {
                var work = new Work((DoubleLane*)memory, tracks, model, result.Pixels, start, Math.Min(DoubleLane.Width, first + count - start));
                Average(ref work, result);
            }
        }
    }

    /// <summary>
    /// Logarithm of the likelihood of the series of one pixel under a model, rates and levels integrated over (restricted likelihood) and averaged over the walk factors by how
    /// likely each is beforehand, up to a constant.
    /// </summary>
    /// <param name="tracks">The tracks: metres; shape (date, pixel) each.</param>
    /// <param name="model">What is assumed of the motion.</param>
    /// <param name="pixels">Number of pixels of the arrays.</param>
    /// <param name="first">First pixel.</param>
    /// <param name="logarithms">Receives one logarithm (pure number) per pixel from <paramref name="first"/> on, at most 8; NaN where the tracks do not determine the series.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> numbers.</param>
    public static void Likelihood(JointTrack[] tracks, JointModel model, int pixels, int first, Span<double> logarithms, Span<double> scratch)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentNullException.ThrowIfNull(model);
        fixed (double* memory = scratch)
        {
            var work = new Work((DoubleLane*)memory, tracks, model, pixels, first, Math.Min(Math.Min(DoubleLane.Width, pixels - first), logarithms.Length));
            var lanes = stackalloc double[DoubleLane.Width];
            var highest = stackalloc double[DoubleLane.Width];
            var sum = stackalloc double[DoubleLane.Width];
            for (var k = 0; k < model.WalkFactors.Count; k++)
            {
                *(DoubleLane*)lanes = Forward(ref work, DoubleLane.Splat(model.WalkFactors[k]));
                for (var i = 0; i < work.Lanes; i++)
                {
                    var one = lanes[i] + Prior(model.WalkFactors[k]);
                    var top = k == 0 ? one : Math.Max(highest[i], one);
                    sum[i] = (k == 0 ? 0 : sum[i] * Math.Exp(highest[i] - top)) + Math.Exp(one - top);
                    highest[i] = top;
                }
            }

            for (var i = 0; i < work.Lanes; i++)
            {
                lanes[i] = highest[i] + Math.Log(sum[i]);
            }

            *(DoubleLane*)lanes = DoubleLane.Select(Enough(ref work), *(DoubleLane*)lanes, DoubleLane.Splat(double.NaN));
            new ReadOnlySpan<double>(lanes, work.Lanes).CopyTo(logarithms);
        }
    }

    /// <summary>Logarithm of how likely a walk factor is before a series is looked at, up to a constant.</summary>
    private static double Prior(double factor) => -0.5 * Math.Pow(Math.Log(factor) / FactorSpread, 2);

    /// <summary>Solves with every walk factor and averages by how probable the pixel's series makes each; their disagreement enters the variance.</summary>
    private static void Average(ref Work work, JointTile result)
    {
        var factors = work.Model.WalkFactors;
        Span<double> probabilities = stackalloc double[factors.Count * DoubleLane.Width];
        Probabilities(ref work, probabilities);
        var enough = Enough(ref work);
        new Span<byte>(work.Moments, work.Dates * Sums * sizeof(DoubleLane)).Clear();
        var middle = DoubleLane.Zero;
        for (var k = 0; k < factors.Count; k++)
        {
            var part = probabilities.Slice(k * DoubleLane.Width, DoubleLane.Width);
            if (!part[..work.Lanes].ContainsAnyInRange(LeastProbability, 1))
            {
                continue;
            }

            DoubleLane probability;
            part.CopyTo(new Span<double>(&probability, DoubleLane.Width));
            middle += probability * DoubleLane.Splat(Math.Log(factors[k]));
            var factor = DoubleLane.Splat(factors[k]);
            Forward(ref work, factor);
            Backward(ref work, factor, probability);
        }

        Give(ref work, enough, result);
        var lanes = (double*)&middle;
        for (var i = 0; i < DoubleLane.Width; i++)
        {
            lanes[i] = Math.Exp(lanes[i]);
        }

        Write(middle, enough, result.WalkFactor, work.Start, work.Lanes);
    }

    /// <summary>Probability of each walk factor in each lane, the prior included; those below <see cref="LeastProbability"/> are 0, and they sum to 1.</summary>
    private static void Probabilities(ref Work work, scoped Span<double> probabilities)
    {
        var factors = work.Model.WalkFactors;
        for (var k = 0; k < factors.Count; k++)
        {
            var value = factors.Count > 1 ? Forward(ref work, DoubleLane.Splat(factors[k])) : DoubleLane.Zero;
            new ReadOnlySpan<double>(&value, DoubleLane.Width).CopyTo(probabilities[(k * DoubleLane.Width)..]);
        }

        for (var lane = 0; lane < DoubleLane.Width; lane++)
        {
            var (best, sum) = (double.NegativeInfinity, 0.0);
            for (var k = 0; k < factors.Count; k++)
            {
                ref var one = ref probabilities[(k * DoubleLane.Width) + lane];
                one += Prior(factors[k]);
                best = Math.Max(best, double.IsNaN(one) ? double.NegativeInfinity : one);
            }

            for (var round = 0; round < 2; round++)
            {
                var total = sum;
                sum = 0;
                for (var k = 0; k < factors.Count; k++)
                {
                    ref var one = ref probabilities[(k * DoubleLane.Width) + lane];
                    one = round == 0 ? (double.IsNaN(one) || double.IsInfinity(best) ? 0 : Math.Exp(one - best)) : one / total < LeastProbability ? 0 : one / total;
                    sum += one;
                }
            }

            for (var k = 0; k < factors.Count; k++)
            {
                ref var one = ref probabilities[(k * DoubleLane.Width) + lane];
                one = sum > 0 ? one / sum : 0;
            }
        }
    }

    /// <summary>Lanes in which two tracks at least have three dates at least.</summary>
    private static DoubleLane Enough(ref Work work)
    {
        var (tracks, one) = (DoubleLane.Zero, DoubleLane.Splat(1));
        for (var t = 0; t < work.Tracks.Length; t++)
        {
            var dates = DoubleLane.Zero;
            for (var d = 0; d < work.Tracks[t].DateOf.Length; d++)
            {
                work.Observation(t, d, out var weight, out _);
                dates += DoubleLane.Select(DoubleLane.Less(DoubleLane.Zero, weight), one, DoubleLane.Zero);
            }

            tracks += DoubleLane.Select(DoubleLane.Less(DoubleLane.Splat(2.5), dates), one, DoubleLane.Zero);
        }

        return DoubleLane.Less(DoubleLane.Splat(1.5), tracks);
    }

    private static void Write(DoubleLane value, DoubleLane enough, float[] target, int at, int lanes)
    {
        var buffer = stackalloc float[DoubleLane.Width];
        DoubleLane.Select(enough, value, DoubleLane.Splat(double.NaN)).ToSingle(buffer);
        new ReadOnlySpan<float>(buffer, lanes).CopyTo(target.AsSpan(at));
    }

    /// <summary>Where the parts of the system of eight pixels stand.</summary>
    private ref struct Work
    {
        public Work(DoubleLane* memory, JointTrack[] tracks, JointModel model, int pixels, int start, int lanes)
        {
            (Tracks, Model, Pixels, Start, Lanes) = (tracks, model, pixels, start, lanes);
            Columns = Rates + tracks.Length;
            Dates = model.Years.Length;
            States = Motions + (tracks.Any(t => t.Drift.Length > 0) ? tracks.Length : 0);
            Blocks = memory;
            Columned = Blocks + (States * States * Dates);
            Border = Columned + (States * (Columns + 1) * Dates);
            Inverse = Border + ((Columns + 1) * (Columns + 1));
            Spare = Inverse + ((Columns + 1) * (Columns + 1));
            Moments = Spare + ((Columns + 1) * (Columns + 1));
            Looks = Moments + (Sums * Dates);
            Stiffness = Looks + (3 * tracks.Length);
            Step = Stiffness + States;
            Covariance = Step + States;
            Products = Covariance + (States * States);
            North = Products + (2 * States * States);
            SetNorth();
            for (var t = 0; t < tracks.Length; t++)
            {
                Looks[3 * t] = Load(tracks[t].East, start);
                Looks[(3 * t) + 1] = Load(tracks[t].North, start);
                Looks[(3 * t) + 2] = Load(tracks[t].Up, start);
                if (States > Motions)
                {
                    var (drift, least) = (tracks[t].Drift.Length > 0 ? Load(tracks[t].Drift, start) : DoubleLane.Zero, DoubleLane.Splat(JointTrack.LeastDrift));
                    Stiffness[Motions + t] = DoubleLane.Splat(1) / DoubleLane.Select(DoubleLane.Less(least, drift), drift, least);
                }
            }
        }

        public JointTrack[] Tracks { get; }

        public JointModel Model { get; }

        public int Pixels { get; }

        public int Start { get; }

        public int Lanes { get; }

        /// <summary>Columns of the border without the right side.</summary>
        public int Columns { get; }

        public int Dates { get; }

        /// <summary>What changes from date to date: two motions and, where any track has one, a drift for each.</summary>
        public int States { get; }

        /// <summary>Inverse of each date's eliminated block; shape (date, state, state).</summary>
        public DoubleLane* Blocks { get; }

        /// <summary>Eliminated border and right side of each date; shape (date, state, column).</summary>
        public DoubleLane* Columned { get; }

        /// <summary>The border's own matrix and right side, eliminated; shape (column, column).</summary>
        public DoubleLane* Border { get; }

        public DoubleLane* Inverse { get; }

        public DoubleLane* Spare { get; }

        /// <summary>Sums over the walk factors; shape (date, 4).</summary>
        public DoubleLane* Moments { get; }

        /// <summary>Look vectors; shape (track, 3).</summary>
        public DoubleLane* Looks { get; }

        /// <summary>One over the variance that each state gains in a year; shape (state).</summary>
        public DoubleLane* Stiffness { get; }

        /// <summary>The same for the time between two dates; shape (state).</summary>
        public DoubleLane* Step { get; }

        /// <summary>Covariance of the states on the way back; shape (state, state).</summary>
        public DoubleLane* Covariance { get; }

        /// <summary>Two products of matrices on the way back; shape (2, state, state).</summary>
        public DoubleLane* Products { get; }

        /// <summary>Motion to the north that is assumed, and its standard deviation; shape (2).</summary>
        public DoubleLane* North { get; }

        public readonly DoubleLane* BlockOf(int date) => Blocks + (States * States * date);

        public readonly DoubleLane* Row(int date, int state) => Columned + (((States * date) + state) * (Columns + 1));

        /// <summary>Sets the stiffness of the motions for a factor of the random walks.</summary>
        public readonly void Stiffen(DoubleLane factor) =>
            (Stiffness[0], Stiffness[1]) = (DoubleLane.Splat(1 / Model.EastWalk) / factor, DoubleLane.Splat(1 / Model.UpWalk) / factor);

        /// <summary>Sets <see cref="Step"/> for the time from the date before to a date.</summary>
        public readonly void StepTo(int date)
        {
            var over = DoubleLane.Splat(1 / (Model.Years[date] - Model.Years[date - 1]));
            for (var a = 0; a < States; a++)
            {
                Step[a] = Stiffness[a] * over;
            }
        }

        /// <summary>Weight and value of an observation; both 0 where there is none.</summary>
        public readonly void Observation(int track, int date, out DoubleLane weight, out DoubleLane value)
        {
            var (source, at) = (Tracks[track], (date * Pixels) + Start);
            value = Load(source.Value, at);
            var sigma = Load(source.Sigma, at);
            var total = value + sigma + Looks[3 * track] + Looks[(3 * track) + 1] + Looks[(3 * track) + 2];
            var there = DoubleLane.Same(total, total) & DoubleLane.Less(DoubleLane.Zero, sigma);
            weight = DoubleLane.Select(there, DoubleLane.Splat(1 / Model.NoiseFactor(track)) / (sigma * sigma), DoubleLane.Zero);
            value = DoubleLane.Select(there, value - (Looks[(3 * track) + 1] * North[0] * DoubleLane.Splat(Model.Years[source.DateOf[date]])), DoubleLane.Zero);
        }

        /// <summary>What each pixel, or else the model, assumes of the north.</summary>
        private readonly void SetNorth()
        {
            (North[0], North[1]) = (DoubleLane.Splat(Model.North.North), DoubleLane.Splat(Model.North.NorthSigma));
            if (Model.NorthOf is { } own)
            {
                var (assumed, sigma) = (Load(own.Assumed, Start), Load(own.Sigma, Start));
                var total = assumed + sigma;
                var there = DoubleLane.Same(total, total);
                (North[0], North[1]) = (DoubleLane.Select(there, assumed, North[0]), DoubleLane.Select(there, sigma, North[1]));
            }
        }

        /// <summary>A look component, 0 where it is missing.</summary>
        public readonly DoubleLane Look(int track, int component)
        {
            var value = Looks[(3 * track) + component];
            return DoubleLane.Select(DoubleLane.Same(value, value), value, DoubleLane.Zero);
        }

        private readonly DoubleLane Load(float[] values, int at)
        {
            if (Lanes == DoubleLane.Width)
            {
                fixed (float* p = &values[at])
                {
                    return DoubleLane.FromSingle(p);
                }
            }

            var few = stackalloc float[DoubleLane.Width];
            for (var i = 0; i < DoubleLane.Width; i++)
            {
                few[i] = i < Lanes ? values[at + i] : float.NaN;
            }

            return DoubleLane.FromSingle(few);
        }
    }
}
