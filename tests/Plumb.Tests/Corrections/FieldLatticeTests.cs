using Plumb.Corrections;

namespace Plumb.Tests.Corrections;

public sealed class FieldLatticeTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(33, 64)]
    [InlineData(70, 131)]
    public void Values_are_bilinear_between_nodes_whatever_part_of_a_row_is_read(int rows, int columns)
    {
        var random = new Random((rows * 7) + columns);
        var lattice = new FieldLattice(2, rows, columns);
        for (var i = 0; i < lattice.Nodes(1).Length; i++)
        {
            lattice.Nodes(1)[i] = random.NextSingle();
        }

        var nodes = lattice.Nodes(1).ToArray();
        double Plain(int row, int column)
        {
            var (r, c, down, right) = (row / 32, column / 32, row % 32 / 32.0, column % 32 / 32.0);
            var (north, south) = (r * lattice.Columns, (r + 1) * lattice.Columns);
            return ((1 - down) * (((1 - right) * nodes[north + c]) + (right * nodes[north + c + 1]))) + (down * (((1 - right) * nodes[south + c]) + (right * nodes[south + c + 1])));
        }

        for (var turn = 0; turn < 60; turn++)
        {
            var (row, column) = (random.Next(rows), random.Next(columns));
            var values = new float[random.Next(columns - column) + 1];
            lattice.Row(1, row, column, values);
            for (var i = 0; i < values.Length; i++)
            {
                Assert.Equal(Plain(row, column + i), values[i], 3e-7);
            }
        }
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var (lattice, values) = (new FieldLattice(1, 100, 100), new float[100]);
        lattice.Row(0, 5, 0, values);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var row = 0; row < 100; row++)
        {
            lattice.Row(0, row, 0, values);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
