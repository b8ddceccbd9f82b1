using Plumb.Grids;

namespace Plumb.Subsidence;

/// <summary>
/// Where a map stands out from its surroundings: the mean of a window less the median of the means of the eight windows around it, in standard deviations, for windows from the
/// least extent up to a quarter of the map. Noise that neighbours share (atmosphere) cancels as far as its semivariogram says; a ramp cancels wholly, and a strong basin next
/// to a weak one spoils few of the eight. The scatter of the contrast over the map is held against what is expected and used where it is larger.
/// </summary>
internal sealed class ContrastScan
{
    private const double Growth = 1.6;
    private const int Around = 8;
    private const int FewestForScatter = 200;

    // A median of few values scatters by a quarter more than their mean (root of pi / 2).
    private const double MedianLoss = Math.PI / 2;

    private readonly BasinField field;
    private readonly BasinOptions options;
    private readonly WindowTable table;
    private readonly float sign;
    private double lastExcess = 1;

    public ContrastScan(BasinField field, BasinOptions options, WindowTable table)
    {
        (this.field, this.options, this.table) = (field, options, table);
        sign = options.Direction == MotionDirection.Rising ? 1 : -1;
        Strongest = new float[table.Rows * table.Columns];
        Scale = new byte[Strongest.Length];
        HalfWidths = [.. Halves()];
        var trials = HalfWidths.Sum(half => 4.0 * Strongest.Length / ((2 * half.Rows) + 1) / ((2 * half.Columns) + 1));
        Threshold = NormalTail.Limit(Math.Min(0.05, options.FalseBasins / Math.Max(1, trials)));
    }

    /// <summary>Half sizes of the windows, pixels, ascending.</summary>
    public IReadOnlyList<(int Rows, int Columns)> HalfWidths { get; }

    /// <summary>What chance passes <see cref="BasinOptions.FalseBasins"/> times in a map, in standard deviations.</summary>
    public double Threshold { get; }

    /// <summary>Largest contrast of a window centred at each pixel that passes the threshold, in standard deviations; 0 for none.</summary>
    public float[] Strongest { get; }

    /// <summary>Index of the smallest window, plus 1, whose contrast passes at each pixel; 0 for none.</summary>
    public byte[] Scale { get; }

    /// <summary>How much larger the scatter of the smallest window's contrast is than expected (ratio), at least 1.</summary>
    public double Excess { get; private set; } = 1;

    public void Run()
    {
        for (var k = 0; k < HalfWidths.Count; k++)
        {
            RunScale(k);
        }
    }

    private IEnumerable<(int Rows, int Columns)> Halves()
    {
        // Without a semivariogram the scatter over the map must do, and it needs many windows.
        var most = Math.Min(table.Rows * options.PixelHeight, table.Columns * options.PixelWidth) / (field.Shared is null ? 16 : 8);
        var half = options.MinExtent / 2;
        (int, int) before = (0, 0);
        do
        {
            var one = options.Half(half);
            if (one != before)
            {
                yield return before = one;
            }

            half *= Growth;
        }
        while (half <= most);
    }

    private void RunScale(int scale)
    {
        var half = HalfWidths[scale];
        var (stepRows, stepColumns) = ((half.Rows + 1) / 2, (half.Columns + 1) / 2);
        var (rows, columns) = (((table.Rows - 1) / stepRows) + 1, ((table.Columns - 1) / stepColumns) + 1);
        var contrast = new float[rows * columns];
        var shared = SharedVariance(half);
        Parallel.For(0, rows, options.Together, r =>
        {
            Span<float> around = stackalloc float[Around];
            for (var c = 0; c < columns; c++)
            {
                contrast[(r * columns) + c] = Contrast(r * stepRows, c * stepColumns, half, shared, around);
            }
        });
        var excess = Math.Max(1, Scatter(contrast));
        if (scale == 0)
        {
            Excess = excess;
        }

        for (var i = 0; i < contrast.Length; i++)
        {
            var value = (float)(contrast[i] / excess);
            var pixel = (i / columns * stepRows * table.Columns) + (i % columns * stepColumns);
            if (value >= Threshold)
            {
                Strongest[pixel] = Math.Max(Strongest[pixel], value);
                Scale[pixel] = Scale[pixel] == 0 ? (byte)(scale + 1) : Scale[pixel];
            }
        }
    }

    private float Contrast(int row, int column, (int Rows, int Columns) half, double shared, Span<float> around)
    {
        var (sideRows, sideColumns) = ((2 * half.Rows) + 1, (2 * half.Columns) + 1);
        var least = Math.Max(1, options.MinGoodShare * sideRows * sideColumns);
        var own = table.Around(row, column, half.Rows, half.Columns);
        if (own.Count < least)
        {
            return float.NaN;
        }

        var (found, variance) = (0, 0.0);
        for (var k = 0; k < 9; k++)
        {
            if (k == 4)
            {
                continue;
            }

            // Half a window lies between: the flank of the basin itself is left out.
            var (dr, dc) = ((k / 3) - 1, (k % 3) - 1);
            var other = table.Around(row + (dr * (sideRows + half.Rows)), column + (dc * (sideColumns + half.Columns)), half.Rows, half.Columns);
            if (other.Count >= least)
            {
                around[found++] = (float)other.Mean;
                variance += other.Variance;
            }
        }

        if (found < Around / 2)
        {
            return float.NaN;
        }

        var ring = found == Around ? MedianOfEight(around) : OrderStatistics.Median(around[..found]);
        var total = own.Variance + (MedianLoss * variance / ((double)found * found)) + shared;
        return total > 0 ? (float)(sign * (own.Mean - ring) / Math.Sqrt(total)) : float.NaN;
    }

    /// <summary>The median of eight by a sorting network (Knuth, The Art of Computer Programming 3, 5.3.4), which has no branches to guess wrong.</summary>
    private static double MedianOfEight(Span<float> values)
    {
        static void Order(ref float low, ref float high) => (low, high) = (float.MinNative(low, high), float.MaxNative(low, high));
        var (a, b, c, d) = (values[0], values[1], values[2], values[3]);
        var (e, f, g, h) = (values[4], values[5], values[6], values[7]);
        Order(ref a, ref c);
        Order(ref b, ref d);
        Order(ref e, ref g);
        Order(ref f, ref h);
        Order(ref a, ref e);
        Order(ref b, ref f);
        Order(ref c, ref g);
        Order(ref d, ref h);
        Order(ref a, ref b);
        Order(ref c, ref d);
        Order(ref e, ref f);
        Order(ref g, ref h);
        Order(ref c, ref e);
        Order(ref d, ref f);
        Order(ref b, ref e);
        Order(ref d, ref g);
        Order(ref d, ref e);
        return (0.5 * d) + (0.5 * e);
    }

    /// <summary>Variance of the mean of a window less the mean of the eight around it by shared noise: 2 gamma(W, A) - gamma(W, W) - gamma(A, A) (Journel and Huijbregts 1978, section II.E).</summary>
    private double SharedVariance((int Rows, int Columns) half)
    {
        if (field.Shared is null)
        {
            return 0;
        }

        var (height, width) = (((2 * half.Rows) + 1) * options.PixelHeight, ((2 * half.Columns) + 1) * options.PixelWidth);
        var (inside, around) = (new List<(double X, double Y)>(), new List<(double X, double Y)>());
        for (var k = 0; k < 9; k++)
        {
            var (dy, dx) = (1.5 * ((k / 3) - 1) * height, 1.5 * ((k % 3) - 1) * width);
            for (var j = 0; j < 9; j++)
            {
                (k == 4 ? inside : around).Add((dx + (((j % 3) - 1) * width / 3), dy + (((j / 3) - 1) * height / 3)));
            }
        }

        double Mean(List<(double X, double Y)> a, List<(double X, double Y)> b) =>
            a.Sum(p => b.Sum(q => field.Semivariance(Math.Sqrt(Math.Pow(p.X - q.X, 2) + Math.Pow(p.Y - q.Y, 2))))) / ((double)a.Count * b.Count);
        return Math.Max(0, (2 * Mean(inside, around)) - Mean(inside, inside) - Mean(around, around));
    }

    /// <summary>Scatter of the contrast by its median absolute deviation, which basins over less than a third of the map hardly move.</summary>
    private double Scatter(float[] contrast)
    {
        var stride = Math.Max(1, contrast.Length / 100_000);
        var sample = new List<float>();
        for (var i = 0; i < contrast.Length; i += stride)
        {
            if (float.IsFinite(contrast[i]))
            {
                sample.Add(contrast[i]);
            }
        }

        if (sample.Count < FewestForScatter)
        {
            return lastExcess;
        }

        var values = sample.ToArray();
        var centre = (float)OrderStatistics.Median(values);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Abs(values[i] - centre);
        }

        return lastExcess = 1.4826 * OrderStatistics.Median(values);
    }
}
