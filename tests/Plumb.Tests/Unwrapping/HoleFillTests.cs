using Plumb.Unwrapping;

namespace Plumb.Tests.Unwrapping;

public class HoleFillTests
{
    [Theory]
    [InlineData(64, 64, 1)]
    [InlineData(37, 53, 2)]
    [InlineData(1, 40, 3)]
    [InlineData(40, 1, 4)]
    public void Holes_of_a_plane_are_filled_near_to_it_and_values_stay(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var plane = Enumerable.Range(0, rows * columns).Select(p => (0.02f * (p / columns)) - (0.03f * (p % columns))).ToArray();
        var values = (float[])plane.Clone();
        for (var hole = 0; hole < 4; hole++)
        {
            var (row, column) = (random.Next(rows), random.Next(columns));
            for (var p = 0; p < values.Length; p++)
            {
                values[p] = Math.Max(Math.Abs((p / columns) - row), Math.Abs((p % columns) - column)) < 5 ? float.NaN : values[p];
            }
        }

        var filled = (float[])values.Clone();
        HoleFill.Fill(filled, columns);
        for (var p = 0; p < values.Length; p++)
        {
            Assert.True(float.IsNaN(values[p]) ? Math.Abs(filled[p] - plane[p]) < 0.3 : filled[p] == values[p], $"pixel {p}: {filled[p]} for {plane[p]}");
        }
    }

    [Fact]
    public void A_hole_over_a_flank_has_no_jump_that_the_flank_has_not()
    {
        // 0.5 a pixel at the steepest, 24 pixels of it lost.
        const int Side = 96;
        var values = Enumerable.Range(0, Side * Side).Select(p => -20 * MathF.Exp(-(MathF.Pow((p / Side) - 48, 2) + MathF.Pow((p % Side) - 48, 2)) / (2 * 24 * 24))).ToArray();
        for (var p = 0; p < values.Length; p++)
        {
            values[p] = Math.Abs((p / Side) - 30) < 12 && Math.Abs((p % Side) - 40) < 12 ? float.NaN : values[p];
        }

        HoleFill.Fill(values, Side);
        var steepest = 0f;
        for (var p = 0; p < values.Length - Side; p++)
        {
            steepest = Math.Max(steepest, Math.Abs(values[p + Side] - values[p]));
            steepest = p % Side == Side - 1 ? steepest : Math.Max(steepest, Math.Abs(values[p + 1] - values[p]));
        }

        Assert.InRange(steepest, 0.4f, 1.2f);
    }

    [Fact]
    public void One_value_fills_all_and_none_leaves_zeros()
    {
        var values = Enumerable.Repeat(float.NaN, 35).ToArray();
        values[17] = 3;
        HoleFill.Fill(values, 7);
        Assert.All(values, v => Assert.Equal(3, v, 1e-5));
        float[] nothing = [float.NaN, float.NaN];
        HoleFill.Fill(nothing, 2);
        Assert.Equal([0f, 0f], nothing);
        float[] whole = [1, 2, 3];
        HoleFill.Fill(whole, 3);
        Assert.Equal([1f, 2f, 3f], whole);
    }
}
