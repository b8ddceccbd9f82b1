namespace Plumb.Subsidence;

/// <summary>Reads the zones off a profile: where they begin and end, and how well that is known.</summary>
internal static class CorridorZones
{
    /// <summary>The stretches of a profile above a limit, by chainage.</summary>
    /// <param name="steps">The profile.</param>
    /// <param name="kind">Which limit.</param>
    /// <param name="of">Value of a step, its standard deviation, and the part of that which steps do not share; in the unit of the limit.</param>
    /// <param name="limit">The limit, in metres per year or metres per metre.</param>
    /// <param name="options">Step and longest gap, metres.</param>
    public static IEnumerable<CorridorZone> Above(
        IReadOnlyList<CorridorStep> steps, CorridorLimit kind, Func<CorridorStep, (double Value, double Sigma, double Own)> of, double limit, CorridorOptions options)
    {
        var known = steps.Where(s => double.IsFinite(of(s).Value)).ToArray();
        for (var k = 0; k < known.Length; k++)
        {
            if (!(Math.Abs(of(known[k]).Value) > limit))
            {
                continue;
            }

            var first = k;
            while (k + 1 < known.Length && Math.Abs(of(known[k + 1]).Value) > limit && known[k + 1].Chainage - known[k].Chainage <= options.LongestGap
                && Math.Sign(of(known[k + 1]).Value) == Math.Sign(of(known[first]).Value))
            {
                k++;
            }

            var zone = known[first..(k + 1)];
            var worst = zone.MaxBy(s => Math.Abs(of(s).Value))!;
            var (value, sigma, _) = of(worst);
            var (from, to) = (new End(known, first, -1, of, limit, options), new End(known, k, 1, of, limit, options));
            yield return new CorridorZone(
                kind, from.Place, to.Place, value, sigma, worst.Chainage, zone.Select(s => of(s).Value).MinBy(Math.Abs), Math.Abs(value) - limit >= options.Significance * sigma)
            {
                FromSigma = from.Sigma,
                ToSigma = to.Sigma,
                LengthSigma = Math.Sqrt((from.Own * from.Own) + (to.Own * to.Own) + Math.Pow(from.Shared + to.Shared, 2)),
            };
        }
    }

    /// <summary>An end of a zone: where the value passes the limit between the last step inside and the next one outside, or half a step beyond the last where there is a gap.</summary>
    private readonly struct End
    {
        public End(CorridorStep[] known, int last, int way, Func<CorridorStep, (double Value, double Sigma, double Own)> of, double limit, CorridorOptions options)
        {
            var sign = Math.Sign(of(known[last]).Value);
            var (sigma, own) = (of(known[last]).Sigma, of(known[last]).Own);
            bool Goes(int k) => k >= 0 && k < known.Length && Math.Abs(known[k].Chainage - known[k - way].Chainage) <= options.LongestGap;
            double Value(int k) => sign * of(known[k]).Value;
            double Between(int inside, int outside, double level)
            {
                var (a, b) = (Value(inside), Value(outside));
                return known[inside].Chainage + ((a > b ? Math.Clamp((a - level) / (a - b), 0, 1) : 0.5) * (known[outside].Chainage - known[inside].Chainage));
            }

            if (!Goes(last + way))
            {
                (Place, Sigma, Own, Shared) = (Math.Max(0, known[last].Chainage + (way * options.Step / 2)), double.NaN, double.NaN, double.NaN);
                return;
            }

            Place = Between(last, last + way, limit);

            // Outwards to where the profile is a standard deviation below the limit, inwards to where it is one above.
            var (outer, inner) = (last + way, last);
            while (Value(outer) > limit - sigma && Goes(outer + way))
            {
                outer += way;
            }

            while (Value(inner) < limit + sigma && inner - way >= 0 && inner - way < known.Length && Value(inner - way) > limit && Math.Abs(known[inner].Chainage - known[inner - way].Chainage) <= options.LongestGap)
            {
                inner -= way;
            }

            var far = Value(outer) <= limit - sigma ? Between(outer - way, outer, limit - sigma) : known[outer].Chainage;
            var near = inner == last + way || Value(inner) < limit + sigma ? known[inner].Chainage : Between(inner, inner + way, limit + sigma);
            Sigma = Math.Abs(far - near) / 2;
            var share = sigma > 0 && own >= 0 ? Math.Min(1, own / sigma) : 1;
            (Own, Shared) = (Sigma * share, Sigma * Math.Sqrt(1 - (share * share)));
        }

        /// <summary>Chainage, metres.</summary>
        public double Place { get; }

        /// <summary>Standard deviation, metres; NaN where the zone ends at a gap or with the line.</summary>
        public double Sigma { get; }

        /// <summary>The part of it by noise that the steps do not share, metres.</summary>
        public double Own { get; }

        /// <summary>The part by noise that the whole line shares, metres.</summary>
        public double Shared { get; }
    }
}
