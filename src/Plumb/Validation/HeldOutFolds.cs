using Plumb.Networks;
using Plumb.Uncertainty;

namespace Plumb.Validation;

/// <summary>
/// Which pairs of a network are left out together, so that a series of the others can be held against them (cross-validation, Stone 1974,
/// doi:10.1111/j.2517-6161.1974.tb00994.x). The pairs of a fold are such that the network falls into no more parts without them and every date keeps a least number
/// of pairs; a pair that alone joins two parts is never left out. Each other pair is left out once where the rules let it. Immutable.
/// </summary>
public sealed class HeldOutFolds
{
    private readonly int[] foldOf;

    private HeldOutFolds(int[] foldOf, int count) => (this.foldOf, Count) = (foldOf, count);

    /// <summary>Number of folds (count).</summary>
    public int Count { get; }

    /// <summary>Fold of each pair (index, from 0); -1: never left out; shape (pair).</summary>
    public ReadOnlySpan<int> FoldOf => foldOf;

    /// <summary>Number of pairs that are left out once (count).</summary>
    public int HeldOut => foldOf.Count(f => f >= 0);

    /// <summary>Deals the pairs of a network out.</summary>
    /// <param name="network">The network.</param>
    /// <param name="folds">Number of folds (count), at least 2.</param>
    /// <param name="seed">Seed of the order in which pairs are dealt (pure number).</param>
    /// <param name="leastPairs">Least number of pairs that every date keeps (count).</param>
    /// <exception cref="RequestException">No pair can be left out.</exception>
    public static HeldOutFolds Of(Network network, int folds, long seed, int leastPairs = 1)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var pairs = network.Pairs.Count;
        var order = Enumerable.Range(0, pairs).ToArray();
        var draw = new DrawSequence(seed, 0);
        for (var k = pairs - 1; k > 0; k--)
        {
            var other = draw.Below(k + 1);
            (order[k], order[other]) = (order[other], order[k]);
        }

        var dealt = new Deal(network, folds, leastPairs);
        foreach (var pair in order)
        {
            dealt.Place(pair);
        }

        return dealt.FoldOf.Any(f => f >= 0)
            ? new HeldOutFolds(dealt.FoldOf, folds)
            : throw new RequestException(
                $"None of the {pairs} pairs can be left out without the network falling apart, so that no solver can be held against a pair it has not seen. Join the dates by more pairs (network.*).");
    }

    /// <summary>The pairs as they are dealt, one after the other, each to the smallest fold that can spare it.</summary>
    private sealed class Deal
    {
        private readonly Network network;
        private readonly int leastPairs;
        private readonly int parts;
        private readonly int[] sizes;
        private readonly int[,] kept;
        private readonly int[] parents;

        public Deal(Network network, int folds, int leastPairs)
        {
            (this.network, this.leastPairs) = (network, leastPairs);
            FoldOf = new int[network.Pairs.Count];
            Array.Fill(FoldOf, -1);
            (sizes, kept, parents) = (new int[folds], new int[folds, network.Dates.Count], new int[network.Dates.Count]);
            for (var k = 0; k < FoldOf.Length; k++)
            {
                for (var fold = 0; fold < folds; fold++)
                {
                    kept[fold, network.FirstIndex[k]]++;
                    kept[fold, network.SecondIndex[k]]++;
                }
            }

            parts = PartsWithout(-2, -1);
        }

        public int[] FoldOf { get; }

        public void Place(int pair)
        {
            var (i, j) = (network.FirstIndex[pair], network.SecondIndex[pair]);
            foreach (var fold in Enumerable.Range(0, sizes.Length).OrderBy(f => sizes[f]))
            {
                if (kept[fold, i] > leastPairs && kept[fold, j] > leastPairs && PartsWithout(fold, pair) == parts)
                {
                    FoldOf[pair] = fold;
                    sizes[fold]++;
                    kept[fold, i]--;
                    kept[fold, j]--;
                    return;
                }
            }
        }

        private int PartsWithout(int fold, int pair)
        {
            DisjointSets.Reset(parents);
            var left = parents.Length;
            for (var k = 0; k < FoldOf.Length && left > 1; k++)
            {
                if (k != pair && FoldOf[k] != fold && DisjointSets.Union(parents, network.FirstIndex[k], network.SecondIndex[k]))
                {
                    left--;
                }
            }

            return left;
        }
    }
}
