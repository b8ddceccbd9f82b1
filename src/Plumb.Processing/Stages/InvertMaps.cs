using Plumb.Grids;
using Plumb.Inversion;
using Plumb.Processing.Configuration;

namespace Plumb.Processing.Stages;

/// <summary>One map of floats that an inversion writes.</summary>
internal sealed record InvertMap(string Name, string Unit, string Sign, string Title);

/// <summary>The maps that an inversion writes with its settings, in the order in which a worker keeps them; the first five are always there.</summary>
internal sealed class InvertMaps
{
    private const string Towards = "positive_towards_satellite";

    public InvertMaps(InversionSettings settings, bool isPlain)
    {
        var maps = new List<InvertMap>
        {
            new(StorePaths.Rate, "metre/year", Towards, "Linear rate along the line of sight"),
            new(StorePaths.RateSigma, "metre/year", "none", "Standard deviation of the rate"),
            new(StorePaths.TemporalCoherence, "1", "none", "Temporal coherence of the inversion"),
            new(StorePaths.ResidualRms, "radian", "none", "RMS of the residual phases"),
            new(StorePaths.PairCount, "count", "none", "Number of interferograms used"),
        };
        if (settings.DemError)
        {
            maps.Add(new(StorePaths.DemError, "metre", "positive_up", "Error of the elevation model: true height minus the model's"));
            maps.Add(new(StorePaths.DemErrorSigma, "metre", "none", "Standard deviation of the elevation model's error"));
        }

        if (settings.MinimumNorm == MinimumNorm.Model)
        {
            maps.Add(new(StorePaths.ModelRate, "metre/year", Towards, "Velocity of the time function that ties the dates"));
            maps.Add(new(StorePaths.ModelRateSigma, "metre/year", "none", "Standard deviation of that velocity"));
        }

        if (!isPlain)
        {
            maps.Add(new(StorePaths.AssumedShare, "1", "none", "Share of the series' degrees of freedom fixed by an assumption"));
        }

        if (settings.Norm != ResidualNorm.L2)
        {
            maps.Add(new(StorePaths.Iterations, "count", "none", "Systems solved for the pixel"));
        }

        if (settings.Stacking != Stacking.None)
        {
            maps.Add(new(StorePaths.StackedRate, "metre/year", Towards, "Rate from the interferograms at once"));
            maps.Add(new(StorePaths.StackedRateSigma, "metre/year", "none", "Standard deviation of the stacked rate"));
            maps.Add(new(StorePaths.StackedPairs, "count", "none", "Number of interferograms in the stacked rate"));
        }

        All = maps;
    }

    /// <summary>Every array that an inversion may write.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        StorePaths.Displacement, StorePaths.DisplacementSigma, StorePaths.Rate, StorePaths.RateSigma,
        StorePaths.TemporalCoherence, StorePaths.ResidualRms, StorePaths.PairCount, StorePaths.InversionMask,
        StorePaths.DemError, StorePaths.DemErrorSigma, StorePaths.ModelRate, StorePaths.ModelRateSigma, StorePaths.AssumedShare, StorePaths.Iterations,
        StorePaths.StackedRate, StorePaths.StackedRateSigma, StorePaths.StackedPairs,
    ];

    public IReadOnlyList<InvertMap> All { get; }

    /// <summary>Bytes of map buffers per pixel of a block: the floats and the reasons.</summary>
    public int BytesPerPixel => (All.Count * sizeof(float)) + sizeof(ushort);

    /// <summary>Where a map stands among them; -1: it is not written.</summary>
    public int IndexOf(string name)
    {
        for (var m = 0; m < All.Count; m++)
        {
            if (All[m].Name == name)
            {
                return m;
            }
        }

        return -1;
    }

    public void Create(RunContext run, Grid grid)
    {
        foreach (var map in All)
        {
            MapArrays.Create(run.Store, grid, map.Name, float.NaN, map.Unit, map.Sign, map.Title);
        }
    }
}
