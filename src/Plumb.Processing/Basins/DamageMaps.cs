using System.Globalization;
using Plumb.Grids;
using Plumb.Processing.Configuration;
using Plumb.Processing.Stages;
using Plumb.Subsidence;

namespace Plumb.Processing.Basins;

/// <summary>
/// Tilt, curvature, horizontal strain and class of damage in the basins, from the displacement between the first and the last date. Horizontal motion is taken for b r times the tilt (probability-integral
/// method), so that strain is b r times the curvature.
/// </summary>
internal sealed class DamageMaps
{
    private readonly RunContext run;
    private readonly Grid grid;
    private readonly (double Width, double Height) pixel;
    private readonly BasinField field;
    private readonly int[] labels;
    private readonly int count;
    private readonly SubsidenceSettings settings;
    private readonly SurfaceShape?[] shapes;
    private readonly DamageEntry?[] entries;

    public DamageMaps(RunContext run, Grid grid, (double Width, double Height) pixel, BasinField field, int[] labels, int count)
    {
        (this.run, this.grid, this.pixel, this.field, this.labels, this.count) = (run, grid, pixel, field, labels, count);
        settings = run.Settings.Subsidence;
        Scale = new DamageScale(settings.DamageCode, settings.BuildingLength);
        (shapes, entries) = (new SurfaceShape?[labels.Length], new DamageEntry?[count + 1]);
        Method = string.Create(
            CultureInfo.InvariantCulture,
            $"Code {settings.DamageCode}, buildings {settings.BuildingLength:0.#} m long; displacement from the first to the last date; horizontal strain is {settings.HorizontalCoefficient:0.##} times the radius of influence times the curvature");
    }

    /// <summary>Names of the arrays.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [StorePaths.Tilt, StorePaths.TiltSigma, StorePaths.Curvature, StorePaths.CurvatureSigma, StorePaths.Strain, StorePaths.DamageClass];

    /// <summary>The scale that damage is judged by.</summary>
    public DamageScale Scale { get; }

    /// <summary>How damage was judged, in words.</summary>
    public string Method { get; }

    /// <summary>Deformation and damage of a basin.</summary>
    public DamageEntry? Of(int basin) => entries[basin];

    public void Run()
    {
        var half = new SurfaceWindow(Half(pixel.Height), Half(pixel.Width), pixel.Width, pixel.Height);
        var values = field.GoodMotion();
        Parallel.For(0, grid.Rows, new ParallelOptions { MaxDegreeOfParallelism = run.Threads }, row =>
        {
            for (var column = 0; column < grid.Columns; column++)
            {
                var i = (row * grid.Columns) + column;
                if (labels[i] > 0)
                {
                    shapes[i] = SurfaceFit.At(values, field.OwnSigma.Values, grid.Rows, grid.Columns, row, column, half);
                }
            }
        });
        var factors = Factors();
        Summarise(factors);
        Write(factors);
    }

    // A window of the least extent, three pixels at least each way, so that a quadratic has pixels to spare.
    private int Half(double size) => Math.Max(2, (int)Math.Round(settings.MinExtent / 2 / size));

    /// <summary>Radius of influence and what curvature is multiplied by to be strain, metres, by basin.</summary>
    private (double Radius, double Factor)[] Factors()
    {
        var (tilt, depth) = (new double[count + 1], new double[count + 1]);
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] > 0 && shapes[i] is { } shape)
            {
                tilt[labels[i]] = Math.Max(tilt[labels[i]], shape.Tilt);
                depth[labels[i]] = Math.Max(depth[labels[i]], Math.Abs(field.Motion.Values[i]));
            }
        }

        return [.. tilt.Select((t, k) =>
        {
            var radius = settings.InfluenceRadius > 0 ? settings.InfluenceRadius : t > 0 ? depth[k] / t : 0;
            return (radius, settings.HorizontalCoefficient * radius);
        })];
    }

    private void Summarise((double Radius, double Factor)[] factors)
    {
        var area = pixel.Width * pixel.Height;
        for (var basin = 1; basin <= count; basin++)
        {
            entries[basin] = new DamageEntry(factors[basin].Radius, 0, double.NaN, 0, double.NaN, 0, double.NaN, new double[Scale.Classes.Count], new double[Scale.Classes.Count]);
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == 0 || shapes[i] is not { } shape)
            {
                continue;
            }

            var (entry, factor) = (entries[labels[i]]!, factors[labels[i]].Factor);
            var (bend, sigma) = (Math.Abs(shape.Curvature), shape.CurvatureSigma);
            if (shape.Tilt > entry.Tilt)
            {
                entry = entry with { Tilt = shape.Tilt, TiltSigma = shape.TiltSigma };
            }

            if (bend > Math.Abs(entry.Curvature))
            {
                entry = entry with { Curvature = shape.Curvature, CurvatureSigma = sigma, Strain = -factor * shape.Curvature, StrainSigma = factor * sigma };
            }

            entries[labels[i]] = entry;
            var worst = Scale.ClassOf(shape.Tilt, bend, factor * bend);
            ((double[])entry.Areas)[worst] += area;
            var less = Math.Max(0, bend - (2 * sigma));
            if (Scale.ClassOf(Math.Max(0, shape.Tilt - (2 * shape.TiltSigma)), less, factor * less) >= worst)
            {
                ((double[])entry.SureAreas)[worst] += area;
            }
        }
    }

    private void Write((double Radius, double Factor)[] factors)
    {
        void Map(string name, string unit, string title, Func<SurfaceShape, int, double> of)
        {
            var values = new float[labels.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = shapes[i] is { } shape ? (float)of(shape, i) : float.NaN;
            }

            MapArrays.Write(run.Store, grid, name, values, unit, "none", title);
        }

        Map(StorePaths.Tilt, "1", "Tilt of the displacement", (s, _) => s.Tilt);
        Map(StorePaths.TiltSigma, "1", "Standard deviation of the tilt", (s, _) => s.TiltSigma);
        Map(StorePaths.Curvature, "1/metre", "Principal curvature of larger size, positive where the ground sags", (s, _) => s.Curvature);
        Map(StorePaths.CurvatureSigma, "1/metre", "Standard deviation of the curvature", (s, _) => s.CurvatureSigma);
        Map(StorePaths.Strain, "1", "Horizontal strain of larger size, negative where the ground is pressed together", (s, i) => -factors[labels[i]].Factor * s.Curvature);
        var classes = new byte[labels.Length];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = shapes[i] is { } s ? (byte)Scale.ClassOf(s.Tilt, s.Curvature, factors[labels[i]].Factor * s.Curvature) : byte.MaxValue;
        }

        var array = MapArrays.Create<byte>(run.Store, grid, StorePaths.DamageClass, byte.MaxValue, "1", "none", "Class of damage: " + string.Join(", ", Scale.Classes));
        array.WriteRegion([0, 0], [grid.Rows, grid.Columns], classes);
    }
}
