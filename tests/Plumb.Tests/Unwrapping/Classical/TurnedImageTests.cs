using Plumb.Simulation;
using Plumb.Unwrapping;
using Plumb.Unwrapping.Classical;

namespace Plumb.Tests.Unwrapping.Classical;

/// <summary>
/// Transposes and mirrors. Quality-guided growth has no ties where no two pixels are as good, so nothing changes. Branch cuts choose among residues as
/// near, flows among ways as cheap, by their order in the image: then few pixels, all beside residues, may differ.
/// </summary>
public class TurnedImageTests
{
    [Theory]
    [InlineData(ClassicalMethod.QualityGuided, 0)]
    [InlineData(ClassicalMethod.MinimumCostFlow, 0.002)]
    [InlineData(ClassicalMethod.MinimumDiscontinuity, 0.002)]
    [InlineData(ClassicalMethod.LpNorm, 0.002)]
    [InlineData(ClassicalMethod.BranchCuts, 0.01)]
    public void Change_nothing_up_to_ties(ClassicalMethod method, double ties)
    {
        const int rows = 70;
        const int columns = 90;
        var scene = WrappedScene.Make(WrappedSceneKind.Standard, rows, columns, 31);
        var image = new WrappedImage(rows, columns, scene.Wrapped, scene.Coherence);
        var plain = ClassicalUnwrapperTests.Unwrap(image, method).Phase;
        foreach (var (places, isTransposed) in Turns.Of(rows, columns))
        {
            var agreement = CycleAgreement.Of(plain, Turns.Unwrap(image, places, isTransposed, method));
            Assert.InRange(agreement.Pixels, (1 - ties) * rows * columns, rows * columns);
            Assert.InRange(agreement.WrongShare, 0, ties);
        }
    }
}
