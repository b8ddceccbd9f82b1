namespace Plumb.Kernels;

/// <summary>
/// Weighted least squares on a graph, the plain double-precision version: the specification of the lanes and their oracle.
/// Edges carry weights w &gt;= 0 (0: the edge is missing) and observed differences y; wanted are values x at the nodes, 0 at the ground, that make
/// the sum of w (y - (x_second - x_first))^2 smallest. The normal matrix is the graph's weighted Laplacian. A node k is eliminated by the star-mesh
/// transform: with d = the sum of its weights and f_j = w_kj / d, each pair of its neighbours i, j gains w_ki f_j. Nothing is ever subtracted, so
/// that every weight keeps its relative accuracy however ill-conditioned the matrix (Grassmann, Taksar and Heyman 1985, Operations
/// Research 33(5), section 2; Alfa, Xue and Ye 2002, Mathematics of Computation 71(237), algorithm 1), and d is exactly 0 if and only if
/// the node has no neighbour left: it is then the root of a part of the graph that is not joined to the ground, its value is 0, and the
/// others of its part are relative to it.
/// All indices are positions of a <see cref="LaplacianPlan"/>. Static, no allocation, safe for threads.
/// </summary>
public static class LaplacianKernel
{
    /// <summary>Adds up the right-hand side and puts the weights into their slots.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="first">First node of each edge (node number); shape (edge).</param>
    /// <param name="second">Second node of each edge (node number); shape (edge).</param>
    /// <param name="weight">Weights of the edges, pure numbers &gt;= 0; shape (edge).</param>
    /// <param name="observed">Observed differences second minus first (radian); shape (edge); not read where the weight is 0.</param>
    /// <param name="slots">Receives the weights (pure numbers), 0 in filled slots; shape (slot).</param>
    /// <param name="right">Receives the right-hand side (radian times weight); shape (position).</param>
    public static void Assemble(
        LaplacianPlan plan, ReadOnlySpan<int> first, ReadOnlySpan<int> second, ReadOnlySpan<double> weight, ReadOnlySpan<double> observed, Span<double> slots, Span<double> right)
    {
        ArgumentNullException.ThrowIfNull(plan);
        slots[..plan.Slots].Clear();
        right[..plan.Nodes].Clear();
        for (var e = 0; e < plan.Edges; e++)
        {
            slots[plan.EdgeSlot[e]] = weight[e];
            if (weight[e] > 0)
            {
                right[plan.Position[second[e]]] += weight[e] * observed[e];
                right[plan.Position[first[e]]] -= weight[e] * observed[e];
            }
        }
    }

    /// <summary>Eliminates all nodes but the ground.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="slots">In: weights (pure numbers); out: the factors f (pure numbers between 0 and 1); shape (slot).</param>
    /// <param name="inverse">Receives 1/d of each position, 0 where d is 0 (unit: one over weight); shape (position).</param>
    /// <returns>Number of positions with d = 0 (count): the parts not joined to the ground.</returns>
    public static int Factor(LaplacianPlan plan, Span<double> slots, Span<double> inverse)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var (next, roots) = (0, 0);
        for (var k = 0; k < plan.Nodes - 1; k++)
        {
            var (start, end) = (plan.RowStart[k], plan.RowStart[k + 1]);
            var d = 0.0;
            for (var s = start; s < end; s++)
            {
                d += slots[s];
            }

            inverse[k] = d > 0 ? 1 / d : 0;
            roots += d > 0 ? 0 : 1;
            for (var b = end - 1; b >= start; b--)
            {
                var f = slots[b] * inverse[k];
                for (var a = start; a < b; a++)
                {
                    slots[plan.Target[next++]] += slots[a] * f;
                }

                slots[b] = f;
            }
        }

        return roots;
    }

    /// <summary>Solves for the values at the nodes.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="factors">The factors (pure numbers) of <see cref="Factor"/>; shape (slot).</param>
    /// <param name="inverse">Its 1/d (unit: one over weight); shape (position).</param>
    /// <param name="values">In: right-hand side (radian times weight); out: values (radian) relative to the ground or to the root of the part; shape (position).</param>
    public static void Solve(LaplacianPlan plan, ReadOnlySpan<double> factors, ReadOnlySpan<double> inverse, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var ground = plan.Nodes - 1;
        for (var k = 0; k < ground; k++)
        {
            for (var s = plan.RowStart[k]; s < plan.RowStart[k + 1]; s++)
            {
                values[plan.Column[s]] += factors[s] * values[k];
            }
        }

        values[ground] = 0;
        for (var k = ground - 1; k >= 0; k--)
        {
            var x = values[k] * inverse[k];
            for (var s = plan.RowStart[k]; s < plan.RowStart[k + 1]; s++)
            {
                x += factors[s] * values[plan.Column[s]];
            }

            values[k] = x;
        }
    }

    /// <summary>
    /// Diagonal of the inverse of the normal matrix, by the recurrence on the pattern of the factors alone (Takahashi, Fagan and Chin 1973, 8th
    /// PICA conference, equations 3 and 4): Z_kj = sum over m of f_km Z_mj and Z_kk = 1/d_k + sum over j of f_kj Z_kj, latest eliminated first.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="factors">The factors (pure numbers) of <see cref="Factor"/>; shape (slot).</param>
    /// <param name="inverse">Its 1/d (unit: one over weight); shape (position).</param>
    /// <param name="offDiagonal">Workspace (unit: one over weight); shape (slot).</param>
    /// <param name="diagonal">
    /// Receives the variance of each value relative to the ground or to the root of its part (radian squared where weights are one over radian squared); shape (position).
    /// </param>
    public static void SelectedInverse(
        LaplacianPlan plan, ReadOnlySpan<double> factors, ReadOnlySpan<double> inverse, Span<double> offDiagonal, Span<double> diagonal)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var next = plan.Target.Length;
        diagonal[plan.Nodes - 1] = 0;
        for (var k = plan.Nodes - 2; k >= 0; k--)
        {
            var (start, end) = (plan.RowStart[k], plan.RowStart[k + 1]);
            offDiagonal[start..end].Clear();
            for (var b = start; b < end; b++)
            {
                offDiagonal[b] += factors[b] * diagonal[plan.Column[b]];
                next -= b - start;
                for (var a = start; a < b; a++)
                {
                    var z = offDiagonal[plan.Target[next + a - start]];
                    offDiagonal[a] += factors[b] * z;
                    offDiagonal[b] += factors[a] * z;
                }
            }

            var sum = inverse[k];
            for (var s = start; s < end; s++)
            {
                sum += factors[s] * offDiagonal[s];
            }

            diagonal[k] = sum;
        }
    }
}
