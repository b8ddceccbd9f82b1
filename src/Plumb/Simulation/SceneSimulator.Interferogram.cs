using Plumb.Grids;

namespace Plumb.Simulation;

/// <summary>Interferograms of a scene.</summary>
public sealed partial class SceneSimulator
{
    /// <summary>
    /// One interferogram as a processor would deliver it. The unwrapped phase is
    /// (4 pi / lambda) (-d - f + a2 - a1 + o2 - o1 - B h / (R sin i)) + noise + 2 pi k, radians, second minus first date, positive
    /// when the range grows: displacement d, delays a, orbit planes o, perpendicular baseline B, error h of the elevation
    /// model, fading phase f of short pairs (<see cref="SceneLandCover.FadingRate"/>), slant range R and incidence i (Fattahi and Amelung 2013, doi:10.1109/TGRS.2012.2227761, equation 1, in GAMMA's
    /// sign of the baseline), noise and coherence from <see cref="WishartNoise"/>, k the planted unwrapping errors and, where
    /// the scene says so, what unwrapping made of it (<see cref="ExcessCycles"/>). Absolute: no reference is subtracted.
    /// </summary>
    /// <param name="pair">Index of the pair in the network.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="unwrapped">Receives the unwrapped phase, radians; shape (tile rows, tile columns); NaN is no-data.</param>
    /// <param name="coherence">Receives the sample coherence, 0 to 1 (pure number); same shape; NaN is no-data.</param>
    /// <param name="component">Receives the connected component (pure number): 0 where there is no phase, 1 the main one; same shape.</param>
    /// <exception cref="ArgumentException">The tile reaches outside the grid or a span is too short.</exception>
    public void Interferogram(int pair, Tile tile, Span<float> unwrapped, Span<float> coherence, Span<byte> component)
    {
        Check(tile, Math.Min(unwrapped.Length, Math.Min(coherence.Length, component.Length)));
        Measure(pair, tile, unwrapped, coherence);
        Label(tile, component[..tile.PixelCount]);
        AddExcess(pair, tile, unwrapped);
        AddErrors(pair, tile, unwrapped, component);
        AddGaps(pair, tile, unwrapped, coherence, component);
    }

    /// <summary>The component that each pixel was unwrapped in: islands behind moats have their own.</summary>
    private void Label(Tile tile, Span<byte> component)
    {
        component.Fill(1);
        for (var r = 0; r < tile.Rows; r++)
        {
            islands?.Label(tile.Row + r, tile.Column, component.Slice(r * tile.Columns, tile.Columns));
        }
    }

    /// <summary>The true phase with its noise, and the sample coherence.</summary>
    private void Measure(int pair, Tile tile, Span<float> unwrapped, Span<float> coherence)
    {
        var (first, second) = (Network.FirstIndex[pair], Network.SecondIndex[pair]);
        var rows = new MotionRows(this, motion.Between(first, second), tile);
        var noise = new NoiseRow(new CounterRandom(Scene.OwnSeed, SimulationStreams.Noise, pair), Scene.Sensor.Looks, tile);
        var turbulent = new TurbulenceRows(turbulence, first, second, tile.Columns);
        var path = new float[tile.Columns];
        var classes = CoherenceOfClasses(pair);
        for (var r = 0; r < tile.Rows; r++)
        {
            var row = tile.Row + r;
            rows.MoveTo(row);
            Coherence(classes, rows, tile, r, noise.TrueCoherence);
            noise.Draw(row);
            turbulent.Of(row, tile.Column, path);
            AddPath(pair, tile, r, rows.Current, path);
            var target = r * tile.Columns;
            Assemble(path, noise, unwrapped.Slice(target, tile.Columns), coherence.Slice(target, tile.Columns));
        }
    }

    /// <summary>Everything that lengthens the path apart from turbulence: motion, strata, orbit, the elevation model's error.</summary>
    private void AddPath(int pair, Tile tile, int r, ReadOnlySpan<float> displacement, Span<float> path)
    {
        var (first, second) = (Network.FirstIndex[pair], Network.SecondIndex[pair]);
        var strata = (float)(stratified[second] - stratified[first]);
        var plane = (ramps[second].East - ramps[first].East, ramps[second].South - ramps[first].South);
        var baseline = (float)BaselineOf(pair).Perpendicular;
        var heights = RowOf(ground.Height, tile, r);
        var errors = RowOf(ground.Error, tile, r);
        var row = tile.Row + r;
        AddFading(pair, RowOf(ground.Cover, tile, r), path);
        for (var c = 0; c < path.Length; c++)
        {
            var column = tile.Column + c;
            path[c] += (strata * Strata(heights[c], column)) + Ramp(plane, row, column) - displacement[c] -
                (baseline * errors[c] * view.HeightFactor(row, column));
        }
    }

    /// <summary>What the covers of the land feign in a pair by a phase that does not last.</summary>
    private void AddFading(int pair, ReadOnlySpan<byte> cover, Span<float> path)
    {
        if (Scene.Decorrelation.Classes.All(c => c.FadingRate == 0))
        {
            return;
        }

        double days = Network.Pairs[pair].Days;
        Span<float> feigned = stackalloc float[256];
        feigned.Clear();
        for (var k = 0; k < Scene.Decorrelation.Classes.Count; k++)
        {
            var land = Scene.Decorrelation.Classes[k];
            feigned[k] = (float)(land.FadingRate * days / 365.25 * Math.Exp(-days / land.FadingDays));
        }

        for (var c = 0; c < path.Length; c++)
        {
            path[c] -= feigned[cover[c]];
        }
    }

    private void Assemble(ReadOnlySpan<float> path, NoiseRow noise, Span<float> unwrapped, Span<float> coherence)
    {
        var factor = (float)(4.0 * Math.PI / Scene.Sensor.Wavelength);
        var phase = noise.Phase;
        for (var c = 0; c < path.Length; c++)
        {
            unwrapped[c] = (factor * path[c]) + phase[c];
        }

        noise.Sample.CopyTo(coherence);
    }

    private float[] CoherenceOfClasses(int pair)
    {
        var plan = Scene.Decorrelation;
        var spatial = plan.CriticalBaseline > 0
            ? Math.Max(0.0, 1.0 - (Math.Abs(BaselineOf(pair).Perpendicular) / plan.CriticalBaseline))
            : 1.0;
        var days = Network.Pairs[pair].Days;
        var result = new float[256];
        for (var k = 0; k < plan.Classes.Count; k++)
        {
            var cover = plan.Classes[k];
            result[k] = (float)(spatial * (((cover.Base - cover.LongTerm) * Math.Exp(-days / cover.DecayDays)) + cover.LongTerm));
        }

        return result;
    }

    private void Coherence(float[] classes, MotionRows rows, Tile tile, int r, Span<float> coherence)
    {
        CoherenceOnLand(classes, rows, RowOf(ground.Cover, tile, r), coherence);
        islands?.Decorrelate(tile.Row + r, tile.Column, coherence);
    }

    private void CoherenceOnLand(float[] classes, MotionRows rows, ReadOnlySpan<byte> cover, Span<float> coherence)
    {
        for (var c = 0; c < cover.Length; c++)
        {
            coherence[c] = classes[cover[c]];
        }

        var exponent = (float)Scene.Decorrelation.MotionLoss;
        if (exponent == 0f)
        {
            return;
        }

        var factor = (float)(2.0 * Math.PI / Scene.Sensor.Wavelength);
        for (var c = 0; c < cover.Length; c++)
        {
            var (east, south) = rows.Difference(c);
            if (east != 0f || south != 0f)
            {
                coherence[c] *= MathF.Pow(MathF.Abs(HalfSinc(factor * east) * HalfSinc(factor * south)), exponent);
            }
        }
    }

    /// <summary>sin(g / 2) / (g / 2) for a phase gradient g, radians per pixel: what is left when a ramp is averaged over a pixel.</summary>
    private static float HalfSinc(float gradient)
    {
        var half = 0.5f * gradient;
        return MathF.Abs(half) < 1e-3f ? 1f - (half * half / 6f) : MathF.Sin(half) / half;
    }

    private void AddErrors(int pair, Tile tile, Span<float> unwrapped, Span<byte> component)
    {
        foreach (var error in errorsOfPair[pair])
        {
            var firstRow = Math.Max(tile.Row, (int)Math.Floor(error.Row - error.Reach));
            var lastRow = Math.Min(tile.EndRow - 1, (int)Math.Ceiling(error.Row + error.Reach));
            var firstColumn = Math.Max(tile.Column, (int)Math.Floor(error.Column - error.Reach));
            var lastColumn = Math.Min(tile.EndColumn - 1, (int)Math.Ceiling(error.Column + error.Reach));
            for (var row = firstRow; row <= lastRow; row++)
            {
                for (var column = firstColumn; column <= lastColumn; column++)
                {
                    if (error.Contains(row, column))
                    {
                        var at = ((row - tile.Row) * tile.Columns) + column - tile.Column;
                        unwrapped[at] += 2f * MathF.PI * error.Cycles;
                        component[at] = error.Component;
                    }
                }
            }
        }
    }

    private void AddGaps(int pair, Tile tile, Span<float> unwrapped, Span<float> coherence, Span<byte> component)
    {
        var plan = Scene.Gaps;
        if (plan.BlockShare == 0 && plan.MinCoherence == 0 && !plan.Water)
        {
            return;
        }

        var random = new CounterRandom(Scene.OwnSeed, SimulationStreams.Gaps, pair);
        for (var r = 0; r < tile.Rows; r++)
        {
            var cover = RowOf(ground.Cover, tile, r);
            for (var c = 0; c < tile.Columns; c++)
            {
                var at = (r * tile.Columns) + c;
                var block = ((ulong)((tile.Row + r) / plan.BlockSize) << 32) + (ulong)((tile.Column + c) / plan.BlockSize);
                var missing = plan.BlockShare > 0 && random.Uniform(block) < plan.BlockShare;
                if (missing || coherence[at] < plan.MinCoherence || (plan.Water && cover[c] == SceneGround.Water))
                {
                    unwrapped[at] = float.NaN;
                    component[at] = 0;
                    coherence[at] = missing ? float.NaN : coherence[at];
                }
            }
        }
    }

    /// <summary>Motion of three neighbouring rows, one pixel wider than the tile on each side, for gradients that do not know tiles.</summary>
    private sealed class MotionRows(SceneSimulator simulator, MotionTables tables, Tile tile)
    {
        private readonly bool needsNeighbours = simulator.Scene.Decorrelation.MotionLoss > 0;
        private float[] above = new float[tile.Columns + 2];
        private float[] here = new float[tile.Columns + 2];
        private float[] below = new float[tile.Columns + 2];
        private int current = int.MinValue;

        internal ReadOnlySpan<float> Current => here.AsSpan(1, tile.Columns);

        internal void MoveTo(int row)
        {
            if (!needsNeighbours)
            {
                simulator.motion.Row(tables, row, tile.Column, here.AsSpan(1, tile.Columns));
                return;
            }

            if (row == current + 1)
            {
                (above, here, below) = (here, below, above);
            }
            else
            {
                simulator.motion.Row(tables, row - 1, tile.Column - 1, above);
                simulator.motion.Row(tables, row, tile.Column - 1, here);
            }

            simulator.motion.Row(tables, row + 1, tile.Column - 1, below);
            current = row;
        }

        /// <summary>Difference of the two neighbours east minus west, and south minus north, metres.</summary>
        internal (float East, float South) Difference(int column) =>
            (here[column + 2] - here[column], below[column + 1] - above[column + 1]);
    }

    /// <summary>One row of noise, widened to whole blocks of <see cref="WishartNoise.Lanes"/> columns.</summary>
    private sealed class NoiseRow
    {
        private readonly CounterRandom random;
        private readonly double looks;
        private readonly int firstColumn;
        private readonly int offset;
        private readonly int columns;
        private readonly float[] coherence;
        private readonly float[] phase;
        private readonly float[] sample;

        internal NoiseRow(CounterRandom random, double looks, Tile tile)
        {
            (this.random, this.looks, columns) = (random, looks, tile.Columns);
            firstColumn = tile.Column / WishartNoise.Lanes * WishartNoise.Lanes;
            offset = tile.Column - firstColumn;
            var width = (offset + tile.Columns + WishartNoise.Lanes - 1) / WishartNoise.Lanes * WishartNoise.Lanes;
            (coherence, phase, sample) = (new float[width], new float[width], new float[width]);
        }

        internal Span<float> TrueCoherence => coherence.AsSpan(offset, columns);

        internal ReadOnlySpan<float> Phase => phase.AsSpan(offset, columns);

        internal ReadOnlySpan<float> Sample => sample.AsSpan(offset, columns);

        internal void Draw(int row) => WishartNoise.DrawRow(random, row, firstColumn, looks, coherence, phase, sample);
    }
}
