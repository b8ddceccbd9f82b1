using Plumb.Formats.Hdf5;
using Plumb.Formats.Tests.Hdf5;
using Plumb.Inversion;
using Plumb.Kernels;
using Plumb.TimeFunctions;

namespace Plumb.Formats.Tests.MintPy;

/// <summary>MintPy's velocity file with polynomial, periodic and step terms, reproduced from the series it was made from.</summary>
public class MintPyModelTests
{
    private const int Pixels = 60 * 80;

    [Fact]
    public void Polynomial_seasons_and_step_are_MintPys()
    {
        Assert.SkipUnless(Hdf5File.IsAvailable, "There is no libhdf5 here.");
        var series = Read("timeseries_var.h5", "timeseries");
        var dates = new SeriesDates(DatesOf("timeseries_var.h5"), TimeAxis.Calendar);
        var model = new TimeModel(
            new ConstantTerm(), new PolynomialTerm(2), new SeasonalTerm(1), new SeasonalTerm(0.5), new StepTerm(new DateOnly(2019, 12, 30)));
        var fit = new TimeModelFit(model, dates);
        var (c, s, covariance) = (new float[8 * Pixels], new float[8 * Pixels], new float[36 * Pixels]);
        using var scratch = fit.CreateScratch(new MemoryBudget(1 << 24));
        fit.Fit(new FitTile { Pixels = Pixels, Series = series }, new FitResult { Coefficients = c, Sigma = s, Covariance = covariance }, scratch);

        Close("intercept", Row(c, 0), 1e-6);
        Close("velocity", Row(c, 1), 1e-6);
        Close("acceleration", Row(c, 2), 1e-6);
        Close("step20191230", Row(c, 7), 1e-6);
        Close("interceptStd", Row(s, 0), 1e-7);
        Close("velocityStd", Row(s, 1), 1e-6);
        Close("accelerationStd", Row(s, 2), 2e-6);
        Close("step20191230Std", Row(s, 7), 1e-7);
        foreach (var (name, first) in new[] { ("annual", 3), ("semiAnnual", 5) })
        {
            var amplitude = new float[Pixels];
            SeasonalMotion.Amplitude(Row(c, first), Row(c, first + 1), amplitude);
            Close(name + "Amplitude", amplitude, 1e-6);
            var phase = Read("velocity_var_model.h5", name + "Phase");
            for (var px = 0; px < Pixels; px++)
            {
                // A phase is known as well as its amplitude is large; on the circle 2 pi is 0.
                var difference = phase[px] - Math.Atan2(c[(first * Pixels) + px], c[((first + 1) * Pixels) + px]);
                Assert.InRange(Math.Abs(Math.IEEERemainder(difference, 2 * Math.PI)) * amplitude[px], 0, 1e-6);
            }
        }
    }

    private static float[] Row(float[] rows, int row) => rows[(row * Pixels)..((row + 1) * Pixels)];

    private static void Close(string dataset, float[] actual, double tolerance)
    {
        var expected = Read("velocity_var_model.h5", dataset);
        Assert.InRange(expected.Zip(actual, (e, a) => (double)Math.Abs(e - a)).Max(), 0, tolerance);
        Assert.Contains(expected, e => Math.Abs(e) > 100 * tolerance);
    }

    private static DateOnly[] DatesOf(string file)
    {
        using var hdf5 = Hdf5File.Open(SharedData.Require(Path.Join("mintpy-reference", file)));
        using var dates = hdf5.OpenDataset("date");
        return [.. dates.ReadTexts(1000).Select(d => DateOnly.ParseExact(d, "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture))];
    }

    private static float[] Read(string file, string dataset)
    {
        using var hdf5 = Hdf5File.Open(SharedData.Require(Path.Join("mintpy-reference", file)));
        using var values = hdf5.OpenDataset(dataset);
        return values.ReadAll<float>(100_000_000);
    }
}
