using Plumb.Grids;
using Plumb.Processing.Basins;
using Plumb.Processing.Configuration;
using Plumb.Processing.Results;
using Plumb.Subsidence;

namespace Plumb.Processing.Corridors;

/// <summary>Rate and last displacement of a run with their noise, as corridors read them.</summary>
internal sealed class CorridorMap
{
    private readonly Mask mask;
    private readonly int columns;
    private readonly BasinField rate;
    private readonly BasinField? moved;
    private readonly BasinNoise noise;
    private readonly ResultSet results;
    private readonly float[] factor;

    public CorridorMap(ResultSet results, PlumbSettings settings, float[] factor)
    {
        (this.results, this.factor) = (results, factor);
        mask = results.Mask();
        columns = results.Grid.Columns;
        noise = new BasinNoise(results, settings.Rate.TimeAxis, mask, factor);
        rate = noise.Rate(VerticalFactor.Apply(factor, results.Rate()));
        moved = results.Dates.Count > 1 ? noise.Displacement(VerticalFactor.Apply(factor, results.Displacement(results.Dates.Count - 1)), results.Dates.Count - 1) : null;
    }

    public bool IsGood(CorridorPoint point) => mask.IsGood((point.Row * columns) + point.Column) && float.IsFinite(rate.Motion[point.Row, point.Column]);

    public float[] RateOf(IReadOnlyList<CorridorPoint> points) => Of(rate.Motion, points);

    public float[] DisplacementOf(IReadOnlyList<CorridorPoint> points) => Of(moved?.Motion, points);

    public CorridorSigmas SigmasOf(IReadOnlyList<CorridorPoint> points) => new(
        Of(rate.OwnSigma, points), Of(rate.SharedSigma, points), Of(moved?.OwnSigma, points), Of(moved?.SharedSigma, points),
        metres => moved?.Shared is { } form ? Math.Sqrt(2 * form.Largest * form.At(metres)) : 0);

    /// <summary>The displacement at a date with its noise, metres.</summary>
    public BasinField At(int date) => noise.Displacement(VerticalFactor.Apply(factor, results.Displacement(date)), date);

    /// <summary>A layer at the points, in its unit; NaN without the layer; shape (point).</summary>
    public static float[] Of(Layer? layer, IReadOnlyList<CorridorPoint> points) => [.. points.Select(p => layer is null ? float.NaN : layer[p.Row, p.Column])];
}
