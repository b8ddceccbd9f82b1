using Plumb.Processing.Tracks;

namespace Plumb.Scenes.Tests.Tracks;

/// <summary>Neighbouring tracks in one map, against the truth of the ground they see.</summary>
public sealed class MosaicTests
{
    private static readonly long[] Seeds = [1, 2, 3];

    [Fact]
    public void The_mosaic_is_the_truth_within_its_deviations_in_every_part_and_across_the_seams()
    {
        var (two, three) = (new Scores(), new Scores());
        foreach (var seed in Seeds)
        {
            using var scene = new MosaicScene(seed, tracks: 3, ramp: 0);
            Add(scene, new MosaicRequest { Tracks = scene.Request with { Inputs = [.. scene.Folders.Take(2)] } }, two);
            Add(scene, new MosaicRequest { Tracks = scene.Request, Datum = 2 }, three);
            Threads_change_nothing(scene);
        }

        two.Hold("two tracks");
        three.Hold("three tracks, the datum in the middle");
    }

    [Fact]
    public void Ramps_of_orbits_are_taken_off_and_the_mosaic_knows_what_that_leaves()
    {
        using var scene = new MosaicScene(4, tracks: 2, ramp: 6);
        var scores = new Scores();
        var found = Add(scene, new MosaicRequest { Tracks = scene.Request, Ramps = true }, scores);
        var overlap = Assert.Single(found.Record.Overlaps);
        Assert.True(overlap.DeviationAfter < 0.3 * overlap.DeviationBefore, $"{overlap}");
        Assert.True(scores.Share(1.96) > 0.85, $"{scores.Share(1.96)}");
        Assert.All(scores.Steps, s => Assert.True(s < 1.96, $"{s}"));
    }

    private static void Threads_change_nothing(MosaicScene scene)
    {
        var (one, three) = (new MosaicRequest { Tracks = scene.Request, Threads = 1 }, new MosaicRequest { Tracks = scene.Request, Threads = 3 });
        var (a, b) = (MosaicTracks.Run(one, CancellationToken.None), MosaicTracks.Run(three, CancellationToken.None));
        Assert.Equal(a.Rate.Values.ToArray(), b.Rate.Values.ToArray());
        Assert.Equal(a.Sigma.Values.ToArray(), b.Sigma.Values.ToArray());
        var (c, d) = (SlopeTracks.Run(new SlopesRequest { Tracks = scene.Request with { KeepLevels = true }, Threads = 1 }, CancellationToken.None), SlopeTracks.Run(new SlopesRequest { Tracks = scene.Request with { KeepLevels = true }, Threads = 3 }, CancellationToken.None));
        Assert.Equal(c.SlopeRate, d.SlopeRate);
        Assert.Equal(c.Combined, d.Combined);
        Assert.Equal(c.United.Select(u => u.Cells), d.United.Select(u => u.Cells));
    }

    private static Mosaic Add(MosaicScene scene, MosaicRequest request, Scores scores)
    {
        var found = MosaicTracks.Run(request, CancellationToken.None);
        var (grid, rate, sigma) = (found.Rate.Grid, found.Rate.Values.ToArray(), found.Sigma.Values.ToArray());
        var (truth, wide) = (scene.Truth(), scene.Scene.Grid.Columns);
        double True(int cell) => truth[(cell / grid.Columns * wide) + (cell % grid.Columns)];
        Assert.Equal(scene.Scene.Grid.Rows, grid.Rows);
        var level = scene.TrueAtReference(request.Datum - 1);
        for (var i = 0; i < rate.Length; i++)
        {
            if (float.IsFinite(rate[i]))
            {
                scores.Add(MosaicScene.TracksAt(i % grid.Columns, request.Tracks.Inputs.Count), Math.Abs(rate[i] - (True(i) - level)) / sigma[i]);
            }
        }

        // From one side of an overlap's edge to the other nothing jumps, the mean over the rows taken.
        foreach (var edge in MosaicScene.Edges(request.Tracks.Inputs.Count))
        {
            int[] rows = [.. Enumerable.Range(0, grid.Rows).Select(r => (r * grid.Columns) + edge).Where(i => float.IsFinite(rate[i] + rate[i - 1]))];
            scores.Steps.Add(Math.Abs(rows.Average(i => rate[i] - True(i) - (rate[i - 1] - True(i - 1)))) / rows.Average(i => sigma[i]));
        }

        // What is to be taken off a track is what the truth at its reference is short of that at the datum's.
        for (var t = 0; t < request.Tracks.Inputs.Count; t++)
        {
            if (t != request.Datum - 1 && !request.Ramps)
            {
                var correction = found.Record.Corrections[t];
                scores.Levels.Add(Math.Abs(correction.Level - (1000 * (level - scene.TrueAtReference(t)))) / correction.LevelSigma);
            }
        }

        return found;
    }

    /// <summary>Errors over their stated deviations by part of the mosaic.</summary>
    private sealed class Scores
    {
        private readonly SortedDictionary<string, List<double>> parts = new(StringComparer.Ordinal);

        public List<double> Steps { get; } = [];

        public List<double> Levels { get; } = [];

        public void Add(string part, double score)
        {
            if (!parts.TryGetValue(part, out var list))
            {
                parts[part] = list = [];
            }

            list.Add(score);
        }

        public double Share(double limit) => parts.Values.SelectMany(z => z).Count(z => z < limit) / (double)parts.Values.Sum(z => z.Count);

        public void Hold(string what)
        {
            var text = what + ": " + string.Join("; ", parts.Select(p => $"{p.Key} {p.Value.Count(z => z < 1) / (double)p.Value.Count:0.00} {p.Value.Count(z => z < 1.96) / (double)p.Value.Count:0.00}"));
            TestContext.Current.SendDiagnosticMessage(text);

            // Cells share their weather, so that the shares of one part and three seeds scatter by some tenths.
            Assert.All(parts.Values, z => Assert.True(z.Count(v => v < 1.96) > 0.84 * z.Count, text));
            Assert.InRange(Share(1), 0.6, 0.92);
            Assert.True(Share(1.96) > 0.92, text);
            Assert.All(Steps, s => Assert.True(s < 1.96, $"{what}: step of {s} deviations"));
            Assert.True(Levels.Count(z => z < 1.96) >= Levels.Count - 1, $"{what}: levels {string.Join(" ", Levels)}");
        }
    }
}
