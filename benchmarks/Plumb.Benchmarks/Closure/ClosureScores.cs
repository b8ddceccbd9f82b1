using System.Diagnostics;
using System.Globalization;
using Plumb.Grids;
using Plumb.Kernels;
using Plumb.Networks.Closure;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Closure;

/// <summary>Question: how many planted unwrapping errors does the closure fix, miss and make, over many seeds and kinds of scene, in memory?</summary>
public static class ClosureScores
{
    /// <summary>Runs the measurement and prints it.</summary>
    /// <param name="args">[seeds = 5] [side in pixels = 200] [continuity, pairs = 2] [margin, pairs = 0.75] [part of a scene's name].</param>
    /// <returns>0.</returns>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        double Number(int at, double otherwise) => args.Length > at ? double.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
        var (seeds, side) = ((int)Number(0, 5), (int)Number(1, 200));
        var options = new ClosureOptions { Continuity = Number(2, 2), MinMargin = Number(3, 0.75) };
        var only = args.Length > 4 ? args[4] : "";
        var plain = new IslandScene { Side = side };
        (string Name, IslandScene Scene)[] scenes =
        [
            ("12 % of the pairs", plain),
            ("5 %", plain with { PairShare = 0.05 }),
            ("20 %", plain with { PairShare = 0.2 }),
            ("30 %", plain with { PairShare = 0.3 }),
            ("12 %, up to 2 cycles", plain with { Cycles = 2 }),
            ("12 %, five islands", plain with { Islands = 5 }),
            ("12 %, coherence 0.3", plain with { Coherence = 0.3 }),
            ("20 %, coherence 0.3, five islands", plain with { PairShare = 0.2, Coherence = 0.3, Islands = 5 }),
            ("12 %, coherence 0.2", plain with { Coherence = 0.2 }),
            ("12 %, patches on firm ground", plain with { IsOnFirmGround = true }),
            ("20 %, patches on firm ground", plain with { IsOnFirmGround = true, PairShare = 0.2 }),
            ("12 %, island cut by the edge", plain with { IsAtEdge = true }),
            ("5 %, two pairs for each date", plain with { Links = 2, PairShare = 0.05 }),
            ("12 %, two pairs for each date", plain with { Links = 2 }),
            ("12 %, three pairs for each date", plain with { Links = 3 }),
            ("12 %, coherence 0.15", plain with { Coherence = 0.15 }),
        ];
        foreach (var (name, scene) in scenes.Where(s => s.Name.Contains(only, StringComparison.Ordinal)))
        {
            var (planted, right, spoilt, seconds) = (0, 0, 0, 0.0);
            var (worst, perfect, wrong, pixels) = (0, 0, 0L, 0L);
            for (var seed = 1; seed <= seeds; seed++)
            {
                var score = Of(scene with { Seed = seed }, options, out var took);
                (planted, right, spoilt, seconds) = (planted + score.Planted, right + score.Fixed, spoilt + score.Spoilt, seconds + took);
                (wrong, pixels) = (wrong + score.WrongPixels, pixels + score.PlantedPixels);
                worst = Math.Max(worst, score.Planted - score.Fixed);
                perfect += score.Planted == score.Fixed && score.Spoilt == 0 ? 1 : 0;
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-36} {planted,5} planted  {right,5} fixed  {planted - right,4} missed (at most {worst} in a scene)  {spoilt,3} pairs spoilt  {perfect}/{seeds} perfect  {100.0 * wrong / pixels:0.00} % of planted pixels wrong  {seconds / seeds:0.00} s"));
        }

        return 0;
    }

    private static ErrorScore Of(IslandScene island, ClosureOptions options, out double seconds)
    {
        var simulator = new SceneSimulator(island.Make());
        var grid = simulator.Grid;
        var pairs = simulator.Network.Pairs.Count;
        var tiles = Tile.Cover(grid.Rows, grid.Columns, 64, 64).ToArray();
        var phases = new float[tiles.Length][];
        Parallel.For(0, tiles.Length, t =>
        {
            var (phase, coherence, component) = (new float[4096], new float[4096], new byte[4096]);
            phases[t] = new float[pairs * 4096];
            Array.Fill(phases[t], float.NaN);
            for (var p = 0; p < pairs; p++)
            {
                simulator.Interferogram(p, tiles[t], phase, coherence, component);
                for (var r = 0; r < tiles[t].Rows; r++)
                {
                    phase.AsSpan(r * tiles[t].Columns, tiles[t].Columns).CopyTo(phases[t].AsSpan((p * 4096) + (r * 64)));
                }
            }
        });
        var clock = Stopwatch.StartNew();
        var corrections = Correct(simulator, tiles, phases, options);
        seconds = clock.Elapsed.TotalSeconds;
        var score = new ErrorScore(simulator);
        for (var p = 0; p < pairs; p++)
        {
            score.Add(p, i => corrections[p][i]);
        }

        return score;
    }

    private static sbyte[][] Correct(SceneSimulator simulator, Tile[] tiles, float[][] phases, ClosureOptions options)
    {
        var grid = simulator.Grid;
        var pairs = simulator.Network.Pairs.Count;
        var loops = ClosureLoops.Of(simulator.Network);
        var picked = new List<(int Tile, int Pixel)>();
        for (var t = 0; t < tiles.Length; t++)
        {
            for (var i = 37; i < 4096; i += 73)
            {
                picked.Add((t, i));
            }
        }

        var sample = new float[pairs * picked.Count];
        for (var s = 0; s < picked.Count; s++)
        {
            for (var p = 0; p < pairs; p++)
            {
                sample[(p * picked.Count) + s] = phases[picked[s].Tile][(p * 4096) + picked[s].Pixel];
            }
        }

        var levels = ClosureLevels.Of(loops, sample);
        var coherence = new double[pairs];
        Array.Fill(coherence, double.NaN);
        var regions = new ClosureRegions(loops, options, coherence);
        var budget = new MemoryBudget(1L << 34);
        using var tile = new ClosureTile(regions, levels, budget, 64, 64);
        void ForEach(Action<int> action)
        {
            for (var t = 0; t < tiles.Length; t++)
            {
                tile.Load(phases[t]);
                action(t);
            }
        }

        ForEach(tile.Collect);
        regions.Explain(2);
        if (options.Continuity > 0 && regions.Count > 0)
        {
            ForEach(t => tile.AddMotion(phases[t], t));
            regions.Explain(2);
        }

        if (Environment.GetEnvironmentVariable("CLDEBUG") is not null)
        {
            foreach (var v in regions.Verdicts.Take(6))
            {
                var truth = simulator.UnwrappingErrors.ToDictionary(e => e.PairIndex, e => -e.Cycles);
                Console.WriteLine($"  region {v.Pixels} px: " + string.Join("; ", v.Blames.Where(b => b.Verdict != BlameVerdict.Corrected || truth.GetValueOrDefault(b.Pair) != b.Cycles)
                    .Select(b => $"{simulator.Network.FirstIndex[b.Pair]}-{simulator.Network.SecondIndex[b.Pair]} {b.Cycles:+0;-0} truth {truth.GetValueOrDefault(b.Pair)} margin {b.Margin:0.00} {b.Verdict}"))
                    + " | not blamed: " + string.Join("; ", truth.Where(t => !v.Blames.Any(b => b.Pair == t.Key)).Select(t => $"{simulator.Network.FirstIndex[t.Key]}-{simulator.Network.SecondIndex[t.Key]} {t.Value}")));
            }
        }

        var corrections = Enumerable.Range(0, pairs).Select(_ => new sbyte[grid.PixelCount]).ToArray();
        var across = (grid.Columns + 63) / 64;
        ForEach(t =>
        {
            var around = Enumerable.Range(0, tiles.Length).Where(n => n != t && Math.Abs((n / across) - (t / across)) <= 1 && Math.Abs((n % across) - (t % across)) <= 1).ToArray();
            tile.Correct(phases[t], t, around);
            tile.Conclude();
            foreach (var p in tile.ChangedPairs)
            {
                for (var r = 0; r < tiles[t].Rows; r++)
                {
                    tile.CyclesOf(p).Slice(r * 64, tiles[t].Columns).CopyTo(corrections[p].AsSpan(((tiles[t].Row + r) * grid.Columns) + tiles[t].Column));
                }
            }
        });
        return corrections;
    }
}
