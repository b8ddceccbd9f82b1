using System.Globalization;
using Plumb.Benchmarks.Chain;
using Plumb.Formats.Hdf5;
using Plumb.Formats.MintPy;
using Plumb.Simulation;

namespace Plumb.Benchmarks.Corrections;

/// <summary>Debian's MintPy on a simulated stack: inversion and its corrections without weather, one after the other.</summary>
/// <param name="simulator">The scene.</param>
/// <param name="folder">Folder of its files.</param>
internal sealed class MintPyChain(SceneSimulator simulator, string folder)
{
    public const string Inverted = "timeseries.h5";
    public const string Heights = "timeseries_height.h5";
    public const string Ramps = "timeseries_height_ramp.h5";
    public const string DemError = "timeseries_height_ramp_dem.h5";

    private string Stack => Path.Combine(folder, "inputs", MintPySceneWriter.StackFile);

    private string Geometry => Path.Combine(folder, "inputs", MintPySceneWriter.GeometryFile);

    /// <summary>What it leaves, by name and file, in the order of its corrections.</summary>
    public static IReadOnlyList<(string Name, string File)> Steps { get; } =
    [
        ("mintpy, no correction", Inverted), ("mintpy, height", Heights), ("mintpy, height, ramp", Ramps), ("mintpy, height, ramp, DEM error", DemError),
    ];

    /// <summary>Writes the stack.</summary>
    public void Write() => new MintPySceneWriter(simulator, Environment.ProcessorCount).Write(Path.Combine(folder, "inputs"));

    /// <summary>Inverts the stack.</summary>
    public void Invert(int row, int column)
    {
        string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
        Run("reference_point", Stack, "-y", Text(row), "-x", Text(column));
        Run("ifgram_inversion", Stack, "-w", "no", "-o", Inverted, "temporalCoherence.h5", "numInvIfgram.h5");
        Run("generate_mask", "temporalCoherence.h5", "-m", "0.7", "-o", "maskTempCoh.h5");
    }

    /// <summary>Delay with height, planes and the error of the elevation model are taken off in turn.</summary>
    public void Correct()
    {
        Run("tropo_phase_elevation", Inverted, "-g", Geometry, "-m", "maskTempCoh.h5", "-o", Heights);
        Run("remove_ramp", Heights, "-m", "maskTempCoh.h5", "-s", "linear", "-o", Ramps);
        Run("dem_error", Ramps, "-g", Geometry, "-o", DemError);
    }

    /// <summary>The error of the elevation model alone, from the inverted series.</summary>
    /// <returns>Seconds it took.</returns>
    public double TimeDemError() => Run("dem_error", Inverted, "-g", Geometry, "-o", "timeseries_dem.h5");

    /// <summary>A series that it wrote, metres; shape (date, pixel).</summary>
    public float[][] Series(string file)
    {
        using var opened = Hdf5File.Open(Path.Combine(folder, file));
        using var data = opened.OpenDataset("timeseries");
        var (rows, columns) = (simulator.Grid.Rows, simulator.Grid.Columns);
        return [.. simulator.Network.Dates.Select((_, date) =>
        {
            var values = new float[rows * columns];
            data.Read<float>([date, 0, 0], [1, rows, columns], values);
            return values;
        })];
    }

    private double Run(params string[] arguments) => ProgramClock.Time(ProgramClock.MintPy, arguments, folder);
}
