using System.Globalization;

namespace Plumb.Simulation;

/// <content>Levelling of a scene.</content>
public sealed partial class SceneSimulator
{
    /// <summary>
    /// The marks with their levelled heights. Each section between neighbouring marks is measured once an epoch with a variance in proportion to its length, and heights are added up from the
    /// datum, so that errors grow along the line and neighbours share theirs. Of a closed line the misclosure is shared out by length: a mark at l of L kilometres then has the variance
    /// s^2 l (L - l) / L in place of s^2 l.
    /// </summary>
    public IReadOnlyList<LevelledMark> Levelling()
    {
        var plan = Scene.Levelling;
        if (plan.Epochs.Count == 0)
        {
            return [];
        }

        var marks = plan.Benchmarks.Count > 0 ? plan.Benchmarks : Along(plan);
        var chainage = Chainage(marks);
        var total = chainage[^1] + (plan.Closed ? Distance(marks[^1], marks[0]) : 0);
        DateOnly[] days = [.. plan.Epochs.Select(e => SceneValidation.Date(e, "levelling.epochs"))];
        var errors = days.Select((_, epoch) => Errors(epoch, chainage, total)).ToArray();
        return
        [
            .. marks.Select((mark, k) => new LevelledMark(
                mark, chainage[k], days,
                [.. days.Select(d => GroundMotionAt(mark.East, mark.North, d).Up)],
                [.. days.Select((d, epoch) => Scene.Terrain.MeanHeight + GroundMotionAt(mark.East, mark.North, d).Up - GroundMotionAt(marks[0].East, marks[0].North, d).Up + errors[epoch][k])],
                1e-3 * plan.SigmaMillimetres * Math.Sqrt((plan.Closed ? chainage[k] * (total - chainage[k]) / total : chainage[k]) / 1000))),
        ];
    }

    /// <summary>Errors of the heights of one epoch, metres; shape (mark).</summary>
    private double[] Errors(int epoch, double[] chainage, double total)
    {
        var (plan, random) = (Scene.Levelling, new CounterRandom(Scene.Seed, SimulationStreams.Levelling, epoch));
        double Section(int k, double length) => 1e-3 * plan.SigmaMillimetres * Math.Sqrt(length / 1000) * random.Normal((ulong)k);
        var errors = new double[chainage.Length];
        for (var k = 1; k < errors.Length; k++)
        {
            errors[k] = errors[k - 1] + Section(k, chainage[k] - chainage[k - 1]);
        }

        if (plan.Closed)
        {
            var misclosure = errors[^1] + Section(errors.Length, total - chainage[^1]);
            for (var k = 0; k < errors.Length; k++)
            {
                errors[k] -= misclosure * chainage[k] / total;
            }
        }

        return errors;
    }

    private static double[] Chainage(IReadOnlyList<SceneBenchmark> marks)
    {
        var chainage = new double[marks.Count];
        for (var k = 1; k < chainage.Length; k++)
        {
            chainage[k] = chainage[k - 1] + Distance(marks[k - 1], marks[k]);
        }

        return chainage;
    }

    private static double Distance(SceneBenchmark a, SceneBenchmark b) => Math.Sqrt(Math.Pow(a.East - b.East, 2) + Math.Pow(a.North - b.North, 2));

    /// <summary>Marks along the line, from its beginning on.</summary>
    private static List<SceneBenchmark> Along(SceneLevelling plan)
    {
        var (marks, ahead) = (new List<SceneBenchmark>(), 0.0);
        for (var corner = 0; corner + 1 < plan.East.Count; corner++)
        {
            var (east, north) = (plan.East[corner + 1] - plan.East[corner], plan.North[corner + 1] - plan.North[corner]);
            var length = Math.Sqrt((east * east) + (north * north));
            for (; ahead <= length; ahead += plan.Spacing)
            {
                var share = length > 0 ? ahead / length : 0;
                marks.Add(new SceneBenchmark
                {
                    Name = string.Create(CultureInfo.InvariantCulture, $"L{marks.Count + 1:000}"),
                    East = plan.East[corner] + (share * east),
                    North = plan.North[corner] + (share * north),
                });
            }

            ahead -= length;
        }

        return marks;
    }
}

/// <summary>A mark with its levelled heights.</summary>
/// <param name="Mark">Name and place, metres.</param>
/// <param name="Chainage">Length of the line from the datum to it, metres.</param>
/// <param name="Epochs">Days of the levellings (UTC); shape (epoch).</param>
/// <param name="TrueUp">True motion upwards since the first acquisition, metres, not relative to the datum; shape (epoch).</param>
/// <param name="Height">Levelled height, metres, the datum's taken as known and the same at all epochs; shape (epoch).</param>
/// <param name="Sigma">Standard deviation of a height against the datum's, metres; 0 for the datum.</param>
public sealed record LevelledMark(
    SceneBenchmark Mark, double Chainage, IReadOnlyList<DateOnly> Epochs, IReadOnlyList<double> TrueUp, IReadOnlyList<double> Height, double Sigma);
