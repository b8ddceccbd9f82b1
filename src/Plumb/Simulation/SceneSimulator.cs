using Plumb.Acquisitions;
using Plumb.Grids;
using Plumb.Networks;

namespace Plumb.Simulation;

/// <summary>
/// Makes a scene: interferograms as a processor would deliver them, and the truth behind them, tile by tile. Every value
/// depends only on the scene and the pixel, never on tiles, threads or the order of calls; all methods are safe for
/// threads. Held in memory are 9 bytes per pixel, small tables, and the delay fields of as many dates as
/// <c>memory</c> allows. All layers have shape (tile rows, tile columns), row by row.
/// </summary>
public sealed partial class SceneSimulator
{
    private readonly ViewGeometry view;
    private readonly GroundMotion motion;
    private readonly SceneGround ground;
    private readonly DateFields turbulence;
    private readonly double[] stratified;
    private readonly (double East, double South)[] ramps;
    private readonly UnwrappingError[][] errorsOfPair;
    private readonly SceneIslands? islands;

    /// <summary>Prepares a scene.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="memory">Memory for the delay fields of the dates, bytes; at least four dates are held whatever it says.</param>
    /// <exception cref="RequestException">The scene says something impossible; the message names the entry.</exception>
    public SceneSimulator(Scene scene, long memory = 1L << 30)
    {
        ArgumentNullException.ThrowIfNull(scene);
        SceneValidation.Check(scene);
        Scene = scene;
        var grid = scene.Grid;
        Grid = new Grid(new Crs(grid.Crs, grid.Geographic), grid.West, grid.North, grid.Step, -grid.Step, grid.Columns, grid.Rows);
        var (network, acquisitions) = AcquisitionPlan.Make(scene);
        (Network, Acquisitions) = (network, acquisitions);
        view = new ViewGeometry(scene);
        var mesh = new SpectralMesh(grid.Rows, grid.Columns, view.StepX, view.StepY);
        ground = new SceneGround(scene, mesh, view);
        motion = new GroundMotion(scene, view, network.Dates);
        turbulence = new DateFields(scene, mesh, memory);

        var strata = new CounterRandom(scene.OwnSeed, SimulationStreams.Stratified);
        var planes = new CounterRandom(scene.OwnSeed, SimulationStreams.Orbit);
        stratified = new double[network.Dates.Count];
        ramps = new (double, double)[network.Dates.Count];
        for (var date = 0; date < stratified.Length; date++)
        {
            stratified[date] = scene.Atmosphere.StratifiedMillimetresPer100Metres * 1e-5 * strata.Normal((ulong)date);
            // A plane a u + b v over u, v from -1 to 1 has the variance (a^2 + b^2) / 3.
            var sigma = Math.Sqrt(1.5) * scene.Orbit.RampMillimetres * 1e-3;
            var (a, b) = planes.NormalPair((ulong)date);
            var offset = scene.Orbit.IsOfSecond(date) ? Math.Sqrt(3) * scene.Orbit.SecondSatelliteMillimetres * 1e-3 : 0;
            ramps[date] = ((sigma * a) + offset, sigma * b);
        }

        UnwrappingErrors = UnwrappingError.Plant(scene, network, view);
        islands = scene.UnwrappingErrors.Islands.Count > 0 ? new SceneIslands(scene, view) : null;
        errorsOfPair = new UnwrappingError[network.Pairs.Count][];
        Array.Fill(errorsOfPair, []);
        foreach (var group in UnwrappingErrors.GroupBy(e => e.PairIndex))
        {
            errorsOfPair[group.Key] = [.. group];
        }
    }

    /// <summary>The scene.</summary>
    public Scene Scene { get; }

    /// <summary>The raster.</summary>
    public Grid Grid { get; }

    /// <summary>The pairs.</summary>
    public Network Network { get; }

    /// <summary>The acquisitions, one per date of the network, with perpendicular positions relative to the first, metres; shape (date).</summary>
    public IReadOnlyList<Acquisition> Acquisitions { get; }

    /// <summary>The view of the radar.</summary>
    public ViewGeometry View => view;

    /// <summary>The planted unwrapping errors, ordered by pair.</summary>
    public IReadOnlyList<UnwrappingError> UnwrappingErrors { get; }

    /// <summary>Number of transforms that made delay fields so far, two dates each (pure number): tells whether memory for them is short.</summary>
    public int FieldsMade => turbulence.Made;

    /// <summary>Perpendicular baseline of a pair: position at the second date minus that at the first, metres.</summary>
    /// <param name="pair">Index of the pair.</param>
    public Baseline BaselineOf(int pair) => new(
        Acquisitions[Network.SecondIndex[pair]].Perpendicular - Acquisitions[Network.FirstIndex[pair]].Perpendicular);

    /// <summary>
    /// True displacement along the line of sight since the first date of the network, metres, positive towards the
    /// satellite; never NaN, also on water.
    /// </summary>
    /// <param name="date">Index of the date in the network.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="displacement">Receives the displacement, metres; shape (tile rows, tile columns).</param>
    public void Displacement(int date, Tile tile, Span<float> displacement) => Motion(motion.Between(0, date), tile, displacement);

    /// <summary>
    /// True rate along the line of sight: slope of the least-squares line through the true displacements at the dates of
    /// the network, metres per year of 365.25 days, positive towards the satellite.
    /// </summary>
    /// <param name="tile">The tile.</param>
    /// <param name="rate">Receives the rate, metres per year; shape (tile rows, tile columns).</param>
    public void Rate(Tile tile, Span<float> rate)
    {
        var years = Network.Dates.Select(d => (d.DayNumber - Network.Dates[0].DayNumber) / 365.25).ToArray();
        var mean = years.Average();
        var square = years.Sum(y => (y - mean) * (y - mean));
        Motion(motion.Sum([.. years.Select((y, k) => (k, (y - mean) / square))]), tile, rate);
    }

    /// <summary>
    /// Delay of a date in the atmosphere, turbulent and stratified, along the line of sight, metres; positive lengthens the
    /// path, so that it looks like the same displacement with the opposite sign. Absolute: not relative to a date or place.
    /// </summary>
    /// <param name="date">Index of the date in the network.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="delay">Receives the delay, metres; shape (tile rows, tile columns).</param>
    public void Atmosphere(int date, Tile tile, Span<float> delay)
    {
        Check(tile, delay.Length);
        var field = turbulence.Any ? turbulence.Of(date) : null;
        for (var r = 0; r < tile.Rows; r++)
        {
            var row = tile.Row + r;
            var line = delay.Slice(r * tile.Columns, tile.Columns);
            line.Clear();
            field?.Row(row, tile.Column, line);
            var heights = RowOf(ground.Height, tile, r);
            for (var c = 0; c < line.Length; c++)
            {
                line[c] += (float)stratified[date] * Strata(heights[c], tile.Column + c);
            }
        }
    }

    /// <summary>Plane that the orbit error of a date leaves, along the line of sight, metres; positive lengthens the path; zero in the middle.</summary>
    /// <param name="date">Index of the date in the network.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="ramp">Receives the plane, metres; shape (tile rows, tile columns).</param>
    public void OrbitRamp(int date, Tile tile, Span<float> ramp)
    {
        Check(tile, ramp.Length);
        for (var r = 0; r < tile.Rows; r++)
        {
            for (var c = 0; c < tile.Columns; c++)
            {
                ramp[(r * tile.Columns) + c] = Ramp(ramps[date], tile.Row + r, tile.Column + c);
            }
        }
    }

    /// <summary>
    /// Coherence of a pair before any estimation, 0 to 1 (pure number): land cover, time, baseline and loss with motion.
    /// Zero on water.
    /// </summary>
    /// <param name="pair">Index of the pair.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="coherence">Receives the coherence, pure number; shape (tile rows, tile columns).</param>
    public void TrueCoherence(int pair, Tile tile, Span<float> coherence)
    {
        Check(tile, coherence.Length);
        var rows = new MotionRows(this, motion.Between(Network.FirstIndex[pair], Network.SecondIndex[pair]), tile);
        var classes = CoherenceOfClasses(pair);
        for (var r = 0; r < tile.Rows; r++)
        {
            rows.MoveTo(tile.Row + r);
            Coherence(classes, rows, tile, r, coherence.Slice(r * tile.Columns, tile.Columns));
        }
    }

    /// <summary>Heights of the elevation model, metres.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="height">Receives the heights, metres; shape (tile rows, tile columns).</param>
    public void Height(Tile tile, Span<float> height) => Copy(ground.Height, tile, height);

    /// <summary>Error of the elevation model: true height minus its height, metres.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="error">Receives the errors, metres; shape (tile rows, tile columns).</param>
    public void DemError(Tile tile, Span<float> error) => Copy(ground.Error, tile, error);

    /// <summary>Land cover: index into the scene's classes, 255 for water (pure numbers).</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="cover">Receives the classes, pure numbers; shape (tile rows, tile columns).</param>
    public void LandCover(Tile tile, Span<byte> cover) => Copy(ground.Cover, tile, cover);

    /// <summary>Water mask as HyP3's: 1 on land, 0 on water (pure numbers).</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="land">Receives the mask, pure numbers; shape (tile rows, tile columns).</param>
    public void WaterMask(Tile tile, Span<byte> land)
    {
        Copy(ground.Cover, tile, land);
        for (var i = 0; i < tile.PixelCount; i++)
        {
            land[i] = land[i] == SceneGround.Water ? (byte)0 : (byte)1;
        }
    }

    /// <summary>Incidence on the ellipsoid, radians from the vertical.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="incidence">Receives the incidence, radians; shape (tile rows, tile columns).</param>
    public void Incidence(Tile tile, Span<float> incidence)
    {
        Check(tile, incidence.Length);
        for (var r = 0; r < tile.Rows; r++)
        {
            for (var c = 0; c < tile.Columns; c++)
            {
                incidence[(r * tile.Columns) + c] = (float)view.Incidence(tile.Row + r, tile.Column + c);
            }
        }
    }

    /// <summary>Local incidence: angle between the look vector and the normal of the elevation model, radians.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="incidence">Receives the local incidence, radians; shape (tile rows, tile columns).</param>
    public void LocalIncidence(Tile tile, Span<float> incidence)
    {
        Check(tile, incidence.Length);
        for (var r = 0; r < tile.Rows; r++)
        {
            for (var c = 0; c < tile.Columns; c++)
            {
                incidence[(r * tile.Columns) + c] = LocalIncidence(tile.Row + r, tile.Column + c);
            }
        }
    }

    private float LocalIncidence(int row, int column)
    {
        var (up, down) = (Math.Max(row - 1, 0), Math.Min(row + 1, Grid.Rows - 1));
        var (left, right) = (Math.Max(column - 1, 0), Math.Min(column + 1, Grid.Columns - 1));
        var slopeEast = right == left ? 0.0 : (ground.Height[(row * Grid.Columns) + right] - ground.Height[(row * Grid.Columns) + left]) / ((right - left) * view.StepX);
        var slopeNorth = down == up ? 0.0 : (ground.Height[(up * Grid.Columns) + column] - ground.Height[(down * Grid.Columns) + column]) / ((down - up) * view.StepY);
        var look = view.Look(row, column);
        var cosine = (look.Up - (slopeEast * look.East) - (slopeNorth * look.North)) / Math.Sqrt(1.0 + (slopeEast * slopeEast) + (slopeNorth * slopeNorth));
        return (float)Math.Acos(Math.Clamp(cosine, -1.0, 1.0));
    }

    /// <summary>Delay with height of unit gradient, metres.</summary>
    private float Strata(float height, int column)
    {
        var (mean, atmosphere) = (Scene.Terrain.MeanHeight, Scene.Atmosphere);
        var strata = height - (float)mean;
        if (atmosphere.StratifiedExponent > 1)
        {
            var depth = atmosphere.StratifiedReferenceHeight - mean;
            strata = (float)((1 - Math.Pow(Math.Max(0, 1 - (strata / depth)), atmosphere.StratifiedExponent)) * depth / atmosphere.StratifiedExponent);
        }

        return atmosphere.StratifiedEastShare == 0 || Grid.Columns == 1
            ? strata
            : strata * (float)(1 + (atmosphere.StratifiedEastShare * ((2.0 * column / (Grid.Columns - 1)) - 1)));
    }

    private float Ramp((double East, double South) plane, int row, int column)
    {
        var u = Grid.Columns == 1 ? 0.0 : (2.0 * column / (Grid.Columns - 1)) - 1.0;
        var v = Grid.Rows == 1 ? 0.0 : (2.0 * row / (Grid.Rows - 1)) - 1.0;
        return (float)((plane.East * u) + (plane.South * v));
    }

    private void Motion(MotionTables tables, Tile tile, Span<float> values)
    {
        Check(tile, values.Length);
        for (var r = 0; r < tile.Rows; r++)
        {
            motion.Row(tables, tile.Row + r, tile.Column, values.Slice(r * tile.Columns, tile.Columns));
        }
    }

    private ReadOnlySpan<T> RowOf<T>(T[] layer, Tile tile, int row) =>
        layer.AsSpan(((tile.Row + row) * Grid.Columns) + tile.Column, tile.Columns);

    private void Copy<T>(T[] layer, Tile tile, Span<T> values)
    {
        Check(tile, values.Length);
        for (var r = 0; r < tile.Rows; r++)
        {
            RowOf(layer, tile, r).CopyTo(values.Slice(r * tile.Columns, tile.Columns));
        }
    }

    private void Check(Tile tile, int length)
    {
        if (!Grid.Whole.Contains(tile) || tile.Rows < 1 || tile.Columns < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(tile), tile, $"The tile reaches outside a grid of {Grid.Rows} rows and {Grid.Columns} columns.");
        }

        if (length < tile.PixelCount)
        {
            throw new ArgumentException($"{length} values do not hold a tile of {tile.Rows} x {tile.Columns} pixels.", nameof(length));
        }
    }
}
