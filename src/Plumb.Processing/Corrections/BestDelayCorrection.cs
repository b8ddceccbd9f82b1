using System.Buffers;
using System.Numerics.Tensors;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;

namespace Plumb.Processing.Corrections;

/// <summary>Of several delays of the troposphere, at each date the one with which steady ground scatters least, or none.</summary>
internal sealed class BestDelayCorrection : ICorrection
{
    private static readonly ICorrection[] Members = [new TroposphereCorrection(), new StationDelayCorrection(), new HeightCorrection()];

    public string Name => "best_delay";

    public string Title => "the best delay of the troposphere at each date";

    public IReadOnlyList<string> Writes => [StorePaths.BestDelay];

    public object SettingsUsed(CorrectionSettings settings) => new { settings.BestDelay, Each = Of(settings).Select(m => m.SettingsUsed(settings)).ToArray() };

    public void Check(CorrectionSettings settings)
    {
        foreach (var member in Of(settings))
        {
            member.Check(settings);
        }
    }

    public PreparedCorrection? Prepare(CorrectionScene scene, out string whyNot)
    {
        scene.NeedSteadyGround();
        var (ready, notes) = (new List<AppliedCorrection>(), new List<string>());
        foreach (var member in Of(scene.Settings))
        {
            if (scene.TryPrepare(member, out var reason) is { } prepared)
            {
                ready.Add(AppliedCorrection.Of(member, prepared, scene));
            }
            else
            {
                notes.Add($"{member.Name} could not be made: {reason}");
            }
        }

        whyNot = string.Join(' ', notes);
        if (ready.Count == 0)
        {
            return null;
        }

        var choice = DelayChoice.Of([.. ready.Select(r => CorrectionEvidence.Try(scene, r))], scene.Dates.Count);
        string NameOf(int member) => member < 0 ? "" : ready[member].Correction.Name;
        notes.Insert(0, $"Chosen: {string.Join(", ", choice.GroupBy(NameOf).Select(g => $"{(g.Key.Length == 0 ? "none" : g.Key)} at {g.Count()}"))} of {scene.Dates.Count} dates.");
        if (choice.All(m => m < 0))
        {
            whyNot = "None of them gains anything at any date. " + whyNot;
            ready.ForEach(r => r.Dispose());
            return null;
        }

        return new Prepared([.. ready.Select(r => r.Prepared)], choice, scene.Chunks.ChunkPixels)
        {
            Notes = [.. notes, .. ready.Where((_, m) => choice.Contains(m)).SelectMany(r => r.Prepared.Notes.Select(n => $"{r.Correction.Name}: {n}"))],
            Dates = [.. scene.Dates.Select((d, i) => new CorrectionDate { Date = d, Chosen = NameOf(choice[i]) })],
        };
    }

    private static ICorrection[] Of(CorrectionSettings settings) =>
    [
        .. settings.BestDelay.Of.Select(name => Members.FirstOrDefault(m => m.Name == name) ?? throw new RequestException(
            $"corrections.best_delay.of: '{name}' is no delay to choose. Known are {string.Join(", ", Members.Select(m => m.Name))}.")),
    ];

    private sealed class Prepared(PreparedCorrection[] members, int[] choice, int pixels) : PreparedCorrection
    {
        public override StackLayer Stack { get; } = new(
            StorePaths.BestDelay, "metre", "positive_towards_satellite", "The best delay of the troposphere at each date, as displacement");

        public override void Evaluate(Tile tile, ReadOnlySpan<float> series, Span<float> layer, float[][] maps)
        {
            layer.Clear();
            var own = ArrayPool<float>.Shared.Rent(layer.Length);
            for (var member = 0; member < members.Length; member++)
            {
                if (Array.IndexOf(choice, member) < 0)
                {
                    continue;
                }

                members[member].Evaluate(tile, series, own.AsSpan(0, layer.Length), []);
                WithoutMean(own.AsSpan(0, layer.Length));
                for (var date = 0; date < choice.Length; date++)
                {
                    if (choice[date] == member)
                    {
                        own.AsSpan(date * pixels, pixels).CopyTo(layer.Slice(date * pixels, pixels));
                    }
                }
            }

            ArrayPool<float>.Shared.Return(own);
        }

        /// <summary>What is the same at all dates differs from one delay to the other and belongs to none of them.</summary>
        private void WithoutMean(Span<float> values)
        {
            var mean = ArrayPool<float>.Shared.Rent(pixels);
            var whole = mean.AsSpan(0, pixels);
            whole.Clear();
            for (var date = 0; date < choice.Length; date++)
            {
                TensorPrimitives.Add(whole, values.Slice(date * pixels, pixels), whole);
            }

            TensorPrimitives.Divide(whole, choice.Length, whole);
            for (var date = 0; date < choice.Length; date++)
            {
                var plane = values.Slice(date * pixels, pixels);
                TensorPrimitives.Subtract(plane, whole, plane);
            }

            ArrayPool<float>.Shared.Return(mean);
        }

        public override void Dispose()
        {
            foreach (var member in members)
            {
                member.Dispose();
            }

            base.Dispose();
        }
    }
}
