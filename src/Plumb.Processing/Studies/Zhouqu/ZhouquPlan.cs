using Plumb.Geometry;
using Plumb.Grids;
using Plumb.Simulation;

namespace Plumb.Processing.Studies.Zhouqu;

/// <summary>Chooses where slides and decoys lie on the mountains of a scene: places differ with its seed, what they must be like does not.</summary>
public sealed class ZhouquPlan
{
    private const double Degree = Math.PI / 180;
    private const int Slides = 14;
    private const int MostOfOneSlope = 6;
    private const int Decoys = 3;
    private const double Length = 420;
    private const double Width = 280;
    private const double PartLength = 260;
    private const double Apart = 650;
    private const double LeastSeen = 0.3;
    private readonly SceneSimulator[] tracks;
    private readonly LookVector[] looks;
    private readonly Terrain terrain;
    private readonly VisibilityClass[][] classes;
    private readonly Random random;
    private readonly List<ZhouquSite> sites = [];

    private ZhouquPlan(SceneSimulator[] tracks, long seed)
    {
        (this.tracks, random) = (tracks, new Random(unchecked((int)seed)));
        var grid = tracks[0].Grid;
        var height = new float[grid.PixelCount];
        tracks[0].Height(grid.Whole, height);
        terrain = new Terrain(height, grid.Rows, grid.Columns, tracks[0].View.StepX, tracks[0].View.StepY);
        looks = [.. tracks.Select(t => t.View.Look(0.5 * grid.Rows, 0.5 * grid.Columns)).Select(l => new LookVector(l.East, l.North, l.Up))];
        classes = [.. looks.Select(look => SlopeVisibility.Classify(terrain, _ => look, new VisibilityOptions()))];
    }

    /// <summary>Chooses the places.</summary>
    /// <param name="scene">The scene, without slides, with two tracks.</param>
    /// <param name="partRates">Rates of the parts of the long slide along the second line of sight, millimetres per year.</param>
    /// <returns>What is planted.</returns>
    /// <exception cref="RequestException">The scene has too little ground of a kind that is needed.</exception>
    public static IReadOnlyList<ZhouquSite> Of(Scene scene, IReadOnlyList<double> partRates)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(partRates);
        var plan = new ZhouquPlan([.. scene.OfTracks().Select(t => new SceneSimulator(t.Scene))], scene.Seed);
        plan.PlantParts(partRates);
        plan.PlantDecoys();
        plan.PlantSlides();
        return plan.sites;
    }

    private void PlantParts(IReadOnlyList<double> rates)
    {
        foreach (var (row, column) in Places())
        {
            if (Ground(row, column, PartLength * rates.Count, Width) is not { } ground || ground.Slope is < 18 or > 32 || Distorted(ground.Cells)[1] > 0.02)
            {
                continue;
            }

            var downhill = Vector(ground.Azimuth, ground.Slope);
            var seen = looks[1].Project(downhill.East, downhill.North, downhill.Up);
            if (seen > -0.5)
            {
                continue;
            }

            var (sine, cosine) = Math.SinCos(ground.Azimuth * Degree);
            string[] names = ["front", "middle", "back"];
            for (var k = 0; k < rates.Count; k++)
            {
                // The front lies lowest.
                var along = PartLength * ((0.5 * (rates.Count - 1)) - k);
                var (east, north) = tracks[0].View.Position(row, column);
                Add(ZhouquKind.Part, new SceneSlide
                {
                    Name = "long slide, " + names[k],
                    East = east + (along * sine),
                    North = north + (along * cosine),
                    Azimuth = ground.Azimuth,
                    Plunge = ground.Slope,
                    Length = PartLength,
                    Width = Width,
                    Rate = rates[k] / 1000 / seen,
                    SeasonalShare = 0.8,
                    PeakDay = 227,
                });
            }

            return;
        }

        throw new RequestException("Scene: no slope is long and even enough for the slide of three parts. Raise terrain.ridge_spacing or lower terrain.relief.");
    }

    private void PlantDecoys()
    {
        var (flat, folded) = (0, new int[tracks.Length]);
        foreach (var (row, column) in Places())
        {
            if (IsTaken(row, column) || Ground(row, column, Length, Width) is not { } ground)
            {
                continue;
            }

            var (east, north) = tracks[0].View.Position(row, column);
            if (flat < Decoys && ground.Slope < 4 && ground.Cells.All(i => terrain.SlopeAt(i) < 7 * Degree))
            {
                Add(ZhouquKind.FlatDecoy, new SceneSlide { Name = $"floor {++flat}", East = east, North = north, Azimuth = 0, Plunge = 90, Length = Length, Width = Width, Rate = 0.045 });
                continue;
            }

            var distorted = Distorted(ground.Cells);
            for (var t = 0; t < tracks.Length; t++)
            {
                if (folded[t] < Decoys && distorted[t] > 0.9)
                {
                    // Along the line of sight of the track that sees it folded, across that of the other.
                    var (own, other) = (looks[t], looks[1 - t]);
                    var both = own.Project(other.East, other.North, other.Up);
                    var (e, n, u) = (-(own.East - (both * other.East)), -(own.North - (both * other.North)), -(own.Up - (both * other.Up)));
                    var size = Math.Sqrt((e * e) + (n * n) + (u * u));
                    Add(ZhouquKind.LayoverDecoy, new SceneSlide
                    {
                        Name = $"layover {(t == 0 ? "ascending" : "descending")} {++folded[t]}",
                        East = east,
                        North = north,
                        Azimuth = Math.Atan2(e, n) / Degree,
                        Plunge = Math.Asin(-u / size) / Degree,
                        Length = Width,
                        Width = Width,
                        Rate = 0.05,
                    });
                    break;
                }
            }

            if (flat == Decoys && folded.Sum() == Decoys * tracks.Length)
            {
                return;
            }
        }

        if (flat == 0 || folded.Contains(0))
        {
            throw new RequestException("Scene: there is no flat ground, or no layover, for decoys. Raise terrain.valley_floor or terrain.ridge_height.");
        }
    }

    private void PlantSlides()
    {
        var ofSlope = new int[3];
        var count = 0;
        foreach (var (row, column) in Places())
        {
            if (IsTaken(row, column) || Ground(row, column, Length, Width) is not { } ground || ground.Slope is < 12 or > 40)
            {
                continue;
            }

            var bin = (int)((ground.Slope - 12) / 9.5);
            var downhill = Vector(ground.Azimuth, ground.Slope);
            var distorted = Distorted(ground.Cells);
            var seen = Enumerable.Range(0, looks.Length).Where(t => distorted[t] < 0.05).Select(t => Math.Abs(looks[t].Project(downhill.East, downhill.North, downhill.Up))).DefaultIfEmpty(0).Max();
            var rate = (0.024 + (0.036 * random.NextDouble())) / Math.Max(seen, 1e-9);
            if (seen < LeastSeen || ofSlope[bin] == MostOfOneSlope || rate > 0.1)
            {
                continue;
            }

            ofSlope[bin]++;
            var (east, north) = tracks[0].View.Position(row, column);
            Add(ZhouquKind.Slide, new SceneSlide { Name = $"slide {++count}", East = east, North = north, Azimuth = ground.Azimuth, Plunge = ground.Slope, Length = Length, Width = Width, Rate = rate });
            if (count == Slides)
            {
                return;
            }
        }
    }

    /// <summary>Places in random order, away from the edges.</summary>
    private (int Row, int Column)[] Places()
    {
        const int Step = 6;
        var margin = (int)Math.Ceiling(500 / terrain.Width);
        var places = new List<(int Row, int Column)>();
        for (var row = margin; row < terrain.Rows - margin; row += Step)
        {
            for (var column = margin; column < terrain.Columns - margin; column += Step)
            {
                places.Add((row, column));
            }
        }

        var shuffled = places.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    private bool IsTaken(int row, int column)
    {
        var (east, north) = tracks[0].View.Position(row, column);
        return sites.Exists(s => Math.Pow(s.Slide.East - east, 2) + Math.Pow(s.Slide.North - north, 2) < Apart * Apart);
    }

    /// <summary>Mean slope and aspect (degrees) of the ground that a body there would lie on, and its cells; null where the ground bends too much for one direction.</summary>
    private (double Slope, double Azimuth, int[] Cells)? Ground(int row, int column, double length, double width)
    {
        var (east, north) = (-(double)terrain.East[(row * terrain.Columns) + column], -(double)terrain.North[(row * terrain.Columns) + column]);
        var (centreEast, centreNorth) = tracks[0].View.Position(row, column);
        var azimuth = Math.Atan2(east, north) / Degree;
        var cells = CellsOf(new SceneSlide { East = centreEast, North = centreNorth, Azimuth = azimuth, Length = length, Width = width });
        var (e, n) = (cells.Average(i => -(double)terrain.East[i]), cells.Average(i => -(double)terrain.North[i]));
        var slope = Math.Atan(Math.Sqrt((e * e) + (n * n))) / Degree;
        var single = cells.Average(terrain.SlopeAt) / Degree;
        return slope >= 4 && (single - slope > 4 || Math.Cos(Math.Atan2(e, n) - (azimuth * Degree)) < 0.9) ? null : (slope, Math.Atan2(e, n) / Degree, cells);
    }

    private double[] Distorted(int[] cells) => [.. classes.Select(c => cells.Count(i => c[i] is VisibilityClass.Layover or VisibilityClass.Shadow) / (double)cells.Length)];

    private int[] CellsOf(SceneSlide slide)
    {
        var (sine, cosine) = Math.SinCos(slide.Azimuth * Degree);
        var reach = 0.5 * Math.Sqrt((slide.Length * slide.Length) + (slide.Width * slide.Width));
        var (top, left) = tracks[0].View.Pixel(slide.East - reach, slide.North + reach);
        var (bottom, right) = tracks[0].View.Pixel(slide.East + reach, slide.North - reach);
        var cells = new List<int>();
        for (var row = Math.Max(0, (int)top); row <= Math.Min(terrain.Rows - 1, bottom); row++)
        {
            for (var column = Math.Max(0, (int)left); column <= Math.Min(terrain.Columns - 1, right); column++)
            {
                var (east, north) = tracks[0].View.Position(row, column);
                var (de, dn) = (east - slide.East, north - slide.North);
                if (Math.Abs((de * sine) + (dn * cosine)) <= 0.5 * slide.Length && Math.Abs((de * cosine) - (dn * sine)) <= 0.5 * slide.Width)
                {
                    cells.Add((row * terrain.Columns) + column);
                }
            }
        }

        return [.. cells];
    }

    private void Add(ZhouquKind kind, SceneSlide slide)
    {
        var cells = CellsOf(slide);
        var (e, n, u) = Vector(slide.Azimuth, slide.Plunge);
        var share = OrderStatistics.MedianOfFinite(cells.Select(i => tracks[0].View.Position(i / terrain.Columns, i % terrain.Columns)).Select(p => slide.ShareAt(p.East, p.North)));
        sites.Add(new ZhouquSite(kind, slide, cells, share, cells.Average(terrain.SlopeAt) / Degree, Distorted(cells), [.. looks.Select(l => l.Project(e, n, u))]));
    }

    private static (double East, double North, double Up) Vector(double azimuth, double plunge) => (
        Math.Cos(plunge * Degree) * Math.Sin(azimuth * Degree), Math.Cos(plunge * Degree) * Math.Cos(azimuth * Degree), -Math.Sin(plunge * Degree));
}
