using Plumb.Processing.Stages;
using Plumb.TimeFunctions;

namespace Plumb.Processing.Corrections;

/// <summary>What all threads of the last pass share: the corrections, the arrays, the rate and the evidence.</summary>
internal sealed class CorrectJob
{
    public CorrectJob(CorrectionScene scene)
    {
        Scene = scene;
        Rate = new LinearRate(DecimalYears.Since(scene.Dates, scene.Run.Settings.Rate.TimeAxis));
        Evidence = new CorrectionEvidence(scene);
    }

    public CorrectionScene Scene { get; }

    public LinearRate Rate { get; }

    public CorrectionEvidence Evidence { get; }

    public long BytesPerThread =>
        CorrectionBuffers.BytesOf(Scene.Run, Scene.Chunks, Scene.Applied) + StackColumn<float>.BytesOf(Scene.Run, Scene.Chunks, StorePaths.Displacement)
        + (sizeof(float) * (2L + Scene.Applied.Sum(a => a.Prepared.Maps.Count)) * ChunkPlan.BlockSide * ChunkPlan.BlockSide);

    public void CreateArrays()
    {
        var (store, chunks) = (Scene.Run.Store, Scene.Chunks);
        void CreateStack(StackLayer layer) => store.CreateArray(
            layer.Name, StackArrays.Stack(chunks, "date", Scene.Dates.Count, float.NaN, layer.Unit, layer.Sign, layer.Title));
        CreateStack(Corrected);
        foreach (var map in (StackLayer[])[CorrectedRate, CorrectedRateSigma, .. Scene.Applied.SelectMany(a => a.Prepared.Maps)])
        {
            MapArrays.Create(store, chunks.Grid, map.Name, float.NaN, map.Unit, map.Sign, map.Title);
        }

        foreach (var stack in Scene.Applied.Select(a => a.Prepared.Stack).OfType<StackLayer>())
        {
            CreateStack(stack);
        }
    }

    public static StackLayer Corrected { get; } = new(
        StorePaths.CorrectedDisplacement, "metre", "positive_towards_satellite", "Line-of-sight displacement since the first date, corrected");

    public static StackLayer CorrectedRate { get; } = new(
        StorePaths.CorrectedRate, "metre/year", "positive_towards_satellite", "Linear rate of the corrected displacement");

    public static StackLayer CorrectedRateSigma { get; } = new(
        StorePaths.CorrectedRateSigma, "metre/year", "none", "Standard deviation of the rate of the corrected displacement");
}
