using Plumb.Kernels;

namespace Plumb.Unwrapping.Classical;

/// <summary>
/// The phase whose differences miss the wrapped differences by the least weighted Lp norm (Ghiglia and Romero 1996, equations 20 to 27): least squares
/// whose weights follow from the misfit r of the solution before as e / (e + |r|^(2 - p)), again and again; each solved by conjugate gradients that start
/// from Poisson's equation solved by the cosine transform (<see cref="PoissonSolver"/>). It ends where the rest, the wrapped phase
/// without the solution, has no residue: the rest is added up and put back (their algorithm 4). Where that is not reached, the
/// congruence step rounds: each region's solution is shifted by the mean direction of the rest, and the nearest phase that differs
/// from the wrapped one by whole cycles is taken.
/// </summary>
internal sealed unsafe class NormSolver : IDisposable
{
    private const int Arrays = 7;
    private const int MostSteps = 10;
    private const double Precision = 1e-3;
    private const float Softness = 0.01f;
    private const float Cycle = 2 * MathF.PI;
    private readonly ClassicalWork work;
    private readonly TileBuffer<float> buffer;
    private readonly PoissonSolver poisson;
    private readonly long pixels;
    private readonly float* solution;
    private readonly float* rest;
    private readonly float* search;
    private readonly float* product;
    private readonly float* start;
    private readonly float* across;
    private readonly float* down;
    private readonly double[] sums;

    private NormSolver(ClassicalWork work)
    {
        this.work = work;
        pixels = (long)work.Rows * work.Columns;
        buffer = work.Budget.LeaseLong<float>(Arrays * pixels, "Unwrapping: norm");
        poisson = new PoissonSolver(work.Rows, work.Columns, work.Options.ThreadCount, work.Budget);
        solution = buffer.Pointer;
        rest = solution + pixels;
        search = rest + pixels;
        product = search + pixels;
        start = product + pixels;
        across = start + pixels;
        down = across + pixels;
        sums = new double[work.Rows];
    }

    public void Dispose()
    {
        poisson.Dispose();
        buffer.Dispose();
    }

    /// <summary>Working memory, bytes.</summary>
    internal static long Bytes(int rows, int columns, int threads) =>
        (Arrays * sizeof(float) * (long)rows * columns) + PoissonSolver.Bytes(rows, columns, threads);

    /// <summary>Finds the solution and adds whole cycles to the phase.</summary>
    internal static ClassicalSum Unwrap(ClassicalWork work)
    {
        using var solver = new NormSolver(work);
        var residues = true;
        for (var round = 0; residues && round < work.Options.Reweightings; round++)
        {
            solver.Weigh(round == 0);
            solver.Solve();
            residues = solver.RestHasResidues();
        }

        if (residues)
        {
            solver.Round();
        }
        else
        {
            solver.TakeRest();
        }

        return work.AddUp();
    }

    private static float Wrap(float difference) => difference - (Cycle * MathF.Round(difference / Cycle));

    /// <summary>Weights of the edges: the square of the lesser quality, and after the first round what the misfit leaves of it.</summary>
    private void Weigh(bool isFirst)
    {
        var power = 2 - (float)work.Options.Power;
        Parallel.For(0, work.Rows, work.Together, r =>
        {
            var cells = work.Flow.Cells + ((r + 1) * work.Flow.Stride) + 1;
            var at = (long)r * work.Columns;
            for (var c = 0; c < work.Columns; c++, at++)
            {
                across[at] = Weight(cells[c].WeightUp, at, at + 1);
                down[at] = Weight(cells[c].WeightLeft, at, at + work.Columns);
            }
        });

        float Weight(int units, long from, long to)
        {
            if (units == 0)
            {
                return 0;
            }

            var quality = units / (float)EdgeWeights.Largest;
            if (isFirst || power == 0)
            {
                return quality * quality;
            }

            var misfit = Math.Abs(solution[to] - solution[from] - Wrap(work.Phase[to] - work.Phase[from]));
            return quality * quality * Softness / (Softness + (power == 2 ? misfit * misfit : MathF.Pow(misfit, power)));
        }
    }

    /// <summary>Conjugate gradients with the weights as they are, from the solution as it is.</summary>
    private void Solve()
    {
        Misfit();
        poisson.Solve(rest, start);
        var energy = Dot(rest, start);
        var enough = Precision * Precision * energy;
        Copy(start, search);
        for (var step = 0; step < MostSteps && energy > enough && energy > 0; step++)
        {
            work.Stop.ThrowIfCancellationRequested();
            var curvature = Multiply();
            if (!(curvature > 0))
            {
                return;
            }

            Advance((float)(energy / curvature));
            poisson.Solve(rest, start);
            var next = Dot(rest, start);
            var factor = (float)(next / energy);
            energy = next;
            Rows((r, at) =>
            {
                for (var c = 0; c < work.Columns; c++, at++)
                {
                    search[at] = start[at] + (factor * search[at]);
                }
            });
        }
    }

    /// <summary>The right side: what the weighted wrapped differences leave at each pixel beside those of the solution.</summary>
    private void Misfit() => Rows((r, at) =>
    {
        for (var c = 0; c < work.Columns; c++, at++)
        {
            rest[at] = (float)(Part(at, at + 1, across[at]) + Part(at, at + work.Columns, down[at])
                - (c > 0 ? Part(at - 1, at, across[at - 1]) : 0) - (r > 0 ? Part(at - work.Columns, at, down[at - work.Columns]) : 0));
        }

        double Part(long from, long to, float weight) => weight == 0 ? 0 : weight * ((double)solution[to] - solution[from] - Wrap(work.Phase[to] - work.Phase[from]));
    });

    /// <summary>The weighted Laplacian of the direction of search; returns its product with that direction.</summary>
    private double Multiply()
    {
        var columns = work.Columns;
        return Sum((r, at) =>
        {
            var sum = 0.0;
            for (var c = 0; c < columns; c++, at++)
            {
                var own = search[at];
                var value = across[at] == 0 ? 0 : across[at] * (own - search[at + 1]);
                value += down[at] == 0 ? 0 : down[at] * (own - search[at + columns]);
                value += c == 0 ? 0 : across[at - 1] * (own - search[at - 1]);
                value += r == 0 ? 0 : down[at - columns] * (own - search[at - columns]);
                product[at] = value;
                sum += value * own;
            }

            return sum;
        });
    }

    private void Advance(float length) => Rows((r, at) =>
    {
        for (var c = 0; c < work.Columns; c++, at++)
        {
            solution[at] += length * search[at];
            rest[at] -= length * product[at];
        }
    });

    private double Dot(float* first, float* second) => Sum((r, at) =>
    {
        var sum = 0.0;
        for (var c = 0; c < work.Columns; c++, at++)
        {
            sum += (double)first[at] * second[at];
        }

        return sum;
    });

    private void Copy(float* from, float* to) => Rows((r, at) =>
        new ReadOnlySpan<float>(from + at, work.Columns).CopyTo(new Span<float>(to + at, work.Columns)));

    private void Rows(Action<int, long> row) => Parallel.For(0, work.Rows, work.Together, r => row(r, (long)r * work.Columns));

    /// <summary>A sum over rows in their order, so that it does not depend on threads.</summary>
    private double Sum(Func<int, long, double> row)
    {
        Parallel.For(0, work.Rows, work.Together, r => sums[r] = row(r, (long)r * work.Columns));
        var total = 0.0;
        foreach (var sum in sums)
        {
            total += sum;
        }

        return total;
    }

    /// <summary>Puts the wrapped phase without the solution into the rest; whether its wrapped differences have residues.</summary>
    private bool RestHasResidues()
    {
        Rows((r, at) =>
        {
            for (var c = 0; c < work.Columns; c++, at++)
            {
                rest[at] = Wrap(work.Phase[at] - solution[at]);
            }
        });
        SetJumps(false);
        var holes = work.Balance();
        var residues = holes?.Excess.Any(e => e != 0) ?? false;
        for (nint i = 0; !residues && i < work.Flow.Count; i++)
        {
            residues = (work.Flow.State[i] & (CellState.Surplus | CellState.Deficit)) != 0;
        }

        work.Flow.Reset();
        return residues;
    }

    /// <summary>Cycles on the edges that make the phase the solution with the rest added up.</summary>
    private void TakeRest() => SetJumps(false);

    /// <summary>The congruence step: cycles on the edges that make the phase the nearest one to the shifted solution.</summary>
    private void Round()
    {
        ShiftRegions();
        SetJumps(true);
    }

    private void SetJumps(bool isRounded)
    {
        var flow = work.Flow;
        Rows((r, at) =>
        {
            var first = ((r + 1) * flow.Stride) + 1;
            for (var c = 0; c < work.Columns; c++, at++)
            {
                var jumps = flow.Jumps + (2 * (first + c));
                jumps[0] = flow.Cells[first + c].WeightUp == 0 ? (short)0 : Jump(at, at + 1);
                jumps[1] = flow.Cells[first + c].WeightLeft == 0 ? (short)0 : Jump(at, at + work.Columns);
            }
        });

        short Jump(long from, long to)
        {
            var difference = isRounded ? rest[to] - rest[from] : Wrap(rest[to] - rest[from]);
            var cycles = ((double)solution[to] - solution[from] + difference - ((double)work.Phase[to] - work.Phase[from])) / Cycle;
            return checked((short)Math.Round(cycles));
        }
    }

    /// <summary>Shifts the solution in each region by the mean direction of the rest, and takes the rest anew.</summary>
    private void ShiftRegions()
    {
        var flow = work.Flow;
        var runs = new PixelRuns();
        for (var r = 0; r < work.Rows; r++)
        {
            RegionIntegral.FindRuns(flow, work.Phase + ((long)r * work.Columns), r, work.Columns, runs);
        }

        var regionOf = runs.NumberSets(out var count);
        var (real, imaginary) = (new double[count], new double[count]);
        Each((at, region) =>
        {
            var (sine, cosine) = MathF.SinCos(rest[at]);
            real[region] += cosine;
            imaginary[region] += sine;
        });
        Each((at, region) =>
        {
            solution[at] += (float)Math.Atan2(imaginary[region], real[region]);
            rest[at] = Wrap(work.Phase[at] - solution[at]);
        });
        flow.Reset();

        void Each(Action<long, int> pixel)
        {
            for (var at = 0L; at < pixels; at++)
            {
                var mark = flow.Labels[(((at / work.Columns) + 1) * flow.Stride) + (at % work.Columns) + 1].Mark;
                if (mark > 0)
                {
                    pixel(at, regionOf[mark - 1]);
                }
            }
        }
    }
}
