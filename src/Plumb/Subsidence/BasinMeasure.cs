using Plumb.Grids;

namespace Plumb.Subsidence;

/// <summary>Measures basins: depth, centre, area, volume and axes with their standard deviations. Gaps that a basin encloses become part of it.</summary>
internal sealed class BasinMeasure
{
    private const int MostPlaces = 64;
    private const float Significant = 3;
    private readonly BasinField field;
    private readonly BasinOptions options;
    private readonly SmoothedMotion motion;
    private readonly float[] values;
    private readonly double excess;
    private readonly int rows;
    private readonly int columns;
    private readonly float sign;

    public BasinMeasure(BasinField field, BasinOptions options, SmoothedMotion motion, float[] values, double excess)
    {
        (this.field, this.options, this.motion, this.values, this.excess) = (field, options, motion, values, excess);
        (rows, columns) = (field.Motion.Grid.Rows, field.Motion.Grid.Columns);
        sign = options.Direction == MotionDirection.Rising ? 1 : -1;
    }

    public BasinMap Measure(int[] labels, List<float> contrasts, double threshold)
    {
        var bounds = Bounds(labels, contrasts.Count);
        var found = new List<(int Label, Basin Basin)>();
        for (var label = 1; label < contrasts.Count; label++)
        {
            FillGaps(labels, label, bounds[label]);
            found.Add((label, One(labels, label, bounds[label], contrasts[label])));
        }

        found.Sort((a, b) => a.Basin.Volume != b.Basin.Volume ? Math.Abs(b.Basin.Volume).CompareTo(Math.Abs(a.Basin.Volume)) : a.Label.CompareTo(b.Label));
        var numbers = new int[contrasts.Count];
        for (var k = 0; k < found.Count; k++)
        {
            numbers[found[k].Label] = k + 1;
        }

        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = numbers[labels[i]];
        }

        return new BasinMap(labels, [.. found.Select((f, k) => f.Basin with { Id = k + 1 })], threshold);
    }

    /// <summary>The measures of given regions by number; null where there is no pixel.</summary>
    public IReadOnlyList<Basin?> Regions(int[] labels, int count)
    {
        var bounds = Bounds(labels, count + 1);
        return [.. Enumerable.Range(1, count).Select(label => bounds[label].Rows == 0 ? null : One(labels, label, bounds[label], float.NaN))];
    }

    private Tile[] Bounds(int[] labels, int count)
    {
        var bounds = new (int Top, int Left, int Bottom, int Right)[count];
        Array.Fill(bounds, (int.MaxValue, int.MaxValue, 0, 0));
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] > 0)
            {
                ref var b = ref bounds[labels[i]];
                var (row, column) = (i / columns, i % columns);
                b = (Math.Min(b.Top, row), Math.Min(b.Left, column), Math.Max(b.Bottom, row + 1), Math.Max(b.Right, column + 1));
            }
        }

        return [.. bounds.Select(b => b.Bottom == 0 ? default : new Tile(b.Top, b.Left, b.Bottom - b.Top, b.Right - b.Left))];
    }

    /// <summary>Gives a basin the pixels without motion that no way over others leads out of.</summary>
    private void FillGaps(int[] labels, int label, Tile box)
    {
        var outside = new bool[(box.Rows + 2) * (box.Columns + 2)];
        var open = new Stack<int>();
        open.Push(0);
        outside[0] = true;
        var width = box.Columns + 2;
        while (open.TryPop(out var at))
        {
            var (r, c) = (at / width, at % width);
            foreach (var (nr, nc) in new[] { (r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1) })
            {
                if (nr < 0 || nc < 0 || nr >= box.Rows + 2 || nc >= width || outside[(nr * width) + nc])
                {
                    continue;
                }

                var isFrame = nr == 0 || nc == 0 || nr == box.Rows + 1 || nc == width - 1;
                if (isFrame || labels[((box.Row + nr - 1) * columns) + box.Column + nc - 1] != label)
                {
                    outside[(nr * width) + nc] = true;
                    open.Push((nr * width) + nc);
                }
            }
        }

        for (var r = 0; r < box.Rows; r++)
        {
            for (var c = 0; c < box.Columns; c++)
            {
                var i = ((box.Row + r) * columns) + box.Column + c;
                if (labels[i] == 0 && !outside[((r + 1) * width) + c + 1] && float.IsNaN(motion.Size[i]))
                {
                    labels[i] = label;
                }
            }
        }
    }

    private Basin One(int[] labels, int label, Tile box, float contrast)
    {
        var places = new List<int>();
        for (var r = box.Row; r < box.EndRow; r++)
        {
            for (var c = box.Column; c < box.EndColumn; c++)
            {
                if (labels[(r * columns) + c] == label)
                {
                    places.Add((r * columns) + c);
                }
            }
        }

        var pixel = options.PixelWidth * options.PixelHeight;
        var sums = Sum(places);
        var (major, minor, azimuth) = Axes(places);
        var deepest = sums.Deepest;
        var centre = Centre(places, motion.Size[deepest]);
        return new Basin
        {
            Id = label,
            Row = deepest / columns,
            Column = deepest % columns,
            Depth = sign * motion.Size[deepest],
            DepthSigma = motion.Sigma[deepest],
            Extreme = sums.Extreme,
            Contrast = contrast,
            CentreRow = centre.Row,
            CentreColumn = centre.Column,
            Pixels = places.Count,
            Area = places.Count * pixel,
            AreaSigma = pixel * Math.Sqrt(((double)sums.Marginal * sums.Marginal) + (EdgePixels(labels, label, places) / 12.0)),
            SignificantArea = sums.Significant * pixel,
            Volume = sums.Value * pixel,
            VolumeSigma = pixel * Math.Sqrt((excess * excess * sums.OwnVariance) + (SharedVariance(places) * places.Count * places.Count)),
            MajorAxis = major,
            MinorAxis = minor,
            Azimuth = azimuth,
            GapShare = (double)sums.Gaps / places.Count,
            Bounds = box,
        };
    }

    private Sums Sum(List<int> places)
    {
        var sums = new Sums { Deepest = places[0] };
        var edge = options.EdgeMotion;
        foreach (var i in places)
        {
            var (size, sigma) = (motion.Size[i], motion.Sigma[i]);
            var isGap = float.IsNaN(values[i]);
            var value = isGap ? motion.Filled(i / columns, i % columns) : values[i];
            sums.Value += value;
            sums.OwnVariance += !isGap && float.IsFinite(field.OwnSigma.Values[i]) ? Math.Pow(field.OwnSigma.Values[i], 2) : Math.Pow(float.IsNaN(sigma) ? 0 : sigma, 2);
            sums.Gaps += isGap ? 1 : 0;
            sums.Significant += size >= Significant * sigma ? 1 : 0;
            sums.Marginal += size - sigma < Math.Max(edge, options.EdgeSignificance * sigma) ? 1 : 0;
            sums.Extreme = !isGap && sign * value > sign * sums.Extreme ? value : sums.Extreme;
            sums.Deepest = size > motion.Size[sums.Deepest] || float.IsNaN(motion.Size[sums.Deepest]) ? i : sums.Deepest;
        }

        return sums;
    }

    /// <summary>The mean place of the pixels that move at least half as much as the deepest, weighted by how much more: noise that pixels share draws the edge of a basin far out to one side, but not these.</summary>
    private (double Row, double Column) Centre(List<int> places, float deepest)
    {
        var (weight, row, column) = (0.0, 0.0, 0.0);
        foreach (var i in places)
        {
            var more = motion.Size[i] - (0.5 * deepest);
            if (more > 0)
            {
                (weight, row, column) = (weight + more, row + (more * (i / columns)), column + (more * (i % columns)));
            }
        }

        return weight > 0 ? (row / weight, column / weight) : (places.Average(i => (double)(i / columns)), places.Average(i => (double)(i % columns)));
    }

    /// <summary>Number of pixels with a neighbour outside: that the edge runs through a pixel is not seen, and each leaves a twelfth of a pixel squared.</summary>
    private int EdgePixels(int[] labels, int label, List<int> places)
    {
        bool Outside(int row, int column) => row < 0 || column < 0 || row >= rows || column >= columns || labels[(row * columns) + column] != label;
        return places.Count(i => (i / columns, i % columns) is var (r, c) && (Outside(r - 1, c) || Outside(r + 1, c) || Outside(r, c - 1) || Outside(r, c + 1)));
    }

    /// <summary>Variance of the mean over a basin by shared noise: mean of the variances less the mean semivariance of its places.</summary>
    private double SharedVariance(List<int> places)
    {
        if (field.SharedSigma is null)
        {
            return 0;
        }

        var step = Math.Max(1, places.Count / MostPlaces);
        var sample = places.Where((_, k) => k % step == 0).ToArray();
        var (variance, semivariance) = (0.0, 0.0);
        foreach (var a in sample)
        {
            var sigma = field.SharedSigma.Values[a];
            variance += float.IsFinite(sigma) ? (double)sigma * sigma / sample.Length : 0;
            foreach (var b in sample)
            {
                var (dy, dx) = (((a / columns) - (b / columns)) * options.PixelHeight, ((a % columns) - (b % columns)) * options.PixelWidth);
                semivariance += field.Semivariance(Math.Sqrt((dy * dy) + (dx * dx))) / ((double)sample.Length * sample.Length);
            }
        }

        return Math.Max(0, variance - semivariance);
    }

    private (double Major, double Minor, double Azimuth) Axes(List<int> places)
    {
        var (my, mx) = (places.Average(i => (double)(i / columns)), places.Average(i => (double)(i % columns)));
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        foreach (var i in places)
        {
            var (north, east) = ((my - (i / columns)) * options.PixelHeight, ((i % columns) - mx) * options.PixelWidth);
            xx += east * east / places.Count;
            yy += north * north / places.Count;
            xy += east * north / places.Count;
        }

        // A pixel is an area, not a point: it adds a twelfth of its side squared.
        xx += options.PixelWidth * options.PixelWidth / 12;
        yy += options.PixelHeight * options.PixelHeight / 12;
        var (mean, difference) = ((xx + yy) / 2, Math.Sqrt(Math.Pow((xx - yy) / 2, 2) + (xy * xy)));
        var azimuth = Direction(places);
        return (4 * Math.Sqrt(mean + difference), 4 * Math.Sqrt(Math.Max(0, mean - difference)), ((azimuth % 180) + 180) % 180);
    }

    /// <summary>Direction of the longer axis, degrees clockwise from north, by second moments weighted by motion: noise pulls at the edges, where there is little.</summary>
    private double Direction(List<int> places)
    {
        double Weight(int i) => float.IsNaN(motion.Size[i]) ? 0 : Math.Max(0, motion.Size[i]);
        var weight = places.Sum(Weight);
        var (my, mx) = (places.Sum(i => Weight(i) * (i / columns)) / weight, places.Sum(i => Weight(i) * (i % columns)) / weight);
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        foreach (var i in places)
        {
            var (north, east) = ((my - (i / columns)) * options.PixelHeight, ((i % columns) - mx) * options.PixelWidth);
            xx += Weight(i) * east * east;
            yy += Weight(i) * north * north;
            xy += Weight(i) * east * north;
        }

        return 0.5 * Math.Atan2(2 * xy, yy - xx) * 180 / Math.PI;
    }

    private sealed class Sums
    {
        public double Value { get; set; }

        public double OwnVariance { get; set; }

        public double Extreme { get; set; }

        public int Deepest { get; set; }

        public long Gaps { get; set; }

        public long Significant { get; set; }

        public long Marginal { get; set; }
    }
}
