using Plumb.Kernels;

namespace Plumb.TimeFunctions;

/// <summary>
/// Rows B of one block whose products are the inverse of the whole normal matrix, B B', base model, columns and their parameters together:
/// with C = Lc Lc' the normal matrix of columns and scaled derivatives without the base model, a base row is [y, -Lc^-1 H y] and a
/// shape row [0, Lc^-1 e], where y = L^-1 g of its row g of R^-1 and H holds the parts of the columns inside the base model.
/// </summary>
/// <typeparam name="T">The lane type.</typeparam>
internal readonly unsafe struct ExtendedRows<T>
    where T : unmanaged, ILane<T>
{
    private readonly LaneModel<T> model;
    private readonly LaneSystem<T> system;
    private readonly VariableProjection<T> projection;
    private readonly int columns;
    private readonly int size;
    private readonly T* rows;
    private readonly T* baseRows;
    private readonly T* factor;
    private readonly T* coefficients;

    public ExtendedRows(LaneModel<T> model, LaneSystem<T> system, VariableProjection<T> projection, int columns, int parameters, T* memory)
    {
        this.model = model;
        this.system = system;
        this.projection = projection;
        this.columns = columns;
        size = columns + parameters;
        var all = model.Coefficients + size;
        rows = memory;
        baseRows = rows + (all * all);
        factor = baseRows + (model.Coefficients * model.Coefficients);
        coefficients = factor + (size * (size + 1) / 2);
        End = coefficients + RowTable.Padded(model.Coefficients);
    }

    /// <summary>End of the memory used.</summary>
    public readonly T* End;

    private int All => model.Coefficients + size;

    /// <summary>Working memory (unit: lanes).</summary>
    public static int LanesFor(LaneModel<T> model, int size)
    {
        var all = model.Coefficients + size;
        return (all * all) + (model.Coefficients * model.Coefficients) + (size * (size + 1) / 2) + RowTable.Padded(model.Coefficients);
    }

    /// <summary>Computes the rows; returns the mask of the lanes where columns and parameters can be told apart.</summary>
    public T Fill()
    {
        var (p, padded) = (model.Coefficients, RowTable.Padded(model.Coefficients));
        system.InverseRows(baseRows);
        var told = projection.FactorAll(factor);
        for (var j = 0; j < p; j++)
        {
            var row = rows + (j * All);
            for (var k = 0; k < p; k++)
            {
                row[k] = k < j ? T.Splat(0) : baseRows[(j * p) + k];
            }

            for (var u = 0; u < size; u++)
            {
                row[p + u] = T.Splat(0) - (projection.ScaleOf(u, columns) * LaneSystem<T>.Dot(projection.Parts + (u * padded), row, 0, p));
            }

            SmallCholesky<T>.Forward(size, factor, row + p);
        }

        for (var u = 0; u < size; u++)
        {
            var row = rows + ((p + u) * All);
            for (var k = 0; k < All; k++)
            {
                row[k] = T.Splat(k == p + u ? 1 : 0);
            }

            SmallCholesky<T>.Forward(size, factor, row + p, u);
        }

        return told;
    }

    /// <summary>Entry of the inverse of the normal matrix, before any scale of the noise.</summary>
    public T Product(int j, int k) => LaneSystem<T>.Dot(rows + (j * All), rows + (k * All), 0, All);

    /// <summary>A coefficient of the base model, after <see cref="VariableProjection{T}.Finish"/>.</summary>
    public T Coefficient(int j)
    {
        if (j == 0)
        {
            system.Coefficients(coefficients);
        }

        return coefficients[j];
    }
}
