namespace Plumb.Simulation;

/// <summary>What does not change with time: heights, the error of the elevation model, land cover, water.</summary>
internal sealed class SceneGround
{
    /// <summary>Class number of water.</summary>
    internal const byte Water = 255;

    internal SceneGround(Scene scene, SpectralMesh mesh, ViewGeometry view)
    {
        var pixels = checked(scene.Grid.Rows * scene.Grid.Columns);
        Height = new float[pixels];
        Error = new float[pixels];
        Cover = new byte[pixels];
        Array.Fill(Height, (float)scene.Terrain.MeanHeight);
        if (scene.Terrain.Relief > 0)
        {
            MakeRelief(scene, mesh);
        }

        if (scene.Terrain.RidgeHeight > 0)
        {
            AddRidges(scene, view);
        }

        if (scene.Terrain.ErrorSigma > 0)
        {
            MakeError(scene, mesh);
        }

        MakeCover(scene, mesh);
        foreach (var water in scene.Waters)
        {
            Flood(scene, view, water);
        }
    }

    /// <summary>Heights of the elevation model, metres; shape (rows, columns).</summary>
    internal float[] Height { get; }

    /// <summary>True height minus that of the elevation model, metres; shape (rows, columns).</summary>
    internal float[] Error { get; }

    /// <summary>Number of the land cover's class, or <see cref="Water"/>; shape (rows, columns).</summary>
    internal byte[] Cover { get; }

    private static void Fill(Scene scene, SpectralField field, float[] values)
    {
        for (var row = 0; row < scene.Grid.Rows; row++)
        {
            field.Row(row, 0, values.AsSpan(row * scene.Grid.Columns, scene.Grid.Columns));
        }
    }

    private void MakeRelief(Scene scene, SpectralMesh mesh)
    {
        var (field, _) = mesh.Draw(k => Math.Pow(k, -(scene.Terrain.Exponent + 1.0)), new CounterRandom(scene.Seed, SimulationStreams.Relief), 1.0);
        Fill(scene, field, Height);
        var (sum, squares) = (0.0, 0.0);
        foreach (var h in Height)
        {
            sum += h;
        }

        var mean = sum / Height.Length;
        foreach (var h in Height)
        {
            squares += (h - mean) * (h - mean);
        }

        var factor = squares > 0 ? scene.Terrain.Relief / Math.Sqrt(squares / Height.Length) : 0.0;
        for (var i = 0; i < Height.Length; i++)
        {
            Height[i] = (float)(scene.Terrain.MeanHeight + ((Height[i] - mean) * factor));
        }
    }

    /// <summary>Roofs of straight slopes with flat floors between: planes, whose slope and aspect are known, and relief on them that ends at the floors.</summary>
    private void AddRidges(Scene scene, ViewGeometry view)
    {
        var terrain = scene.Terrain;
        var (sine, cosine) = Math.SinCos(terrain.RidgeAzimuth * Math.PI / 180.0);
        for (var i = 0; i < Height.Length; i++)
        {
            var (east, north) = view.Position(i / scene.Grid.Columns, i % scene.Grid.Columns);
            var across = ((east * cosine) - (north * sine)) / terrain.RidgeSpacing;
            var roof = Math.Abs((2 * (across - Math.Floor(across))) - 1);
            var share = Math.Max(0, (roof - terrain.ValleyFloor) / (1 - terrain.ValleyFloor));
            var relief = Height[i] - terrain.MeanHeight;
            Height[i] = (float)(terrain.MeanHeight + (share * (terrain.RidgeHeight + relief)));
        }
    }

    private void MakeError(Scene scene, SpectralMesh mesh)
    {
        // The spectrum of the covariance exp(-r^2 / length^2).
        var length = scene.Terrain.ErrorCorrelationLength;
        double Spectrum(double k) => Math.Exp(-Math.PI * Math.PI * k * k * length * length) + 1e-12;
        var scale = scene.Terrain.ErrorSigma / Math.Sqrt(mesh.Moments(Spectrum, length).Variance);
        Fill(scene, mesh.Draw(Spectrum, new CounterRandom(scene.Seed, SimulationStreams.ElevationError), scale).First, Error);
    }

    private void MakeCover(Scene scene, SpectralMesh mesh)
    {
        var classes = scene.Decorrelation.Classes;
        if (classes.Count == 1)
        {
            return;
        }

        // Patches: a band of wavelengths around four times their size, cut at the quantiles of the shares.
        var centre = 0.25 / scene.Decorrelation.PatchMetres;
        var values = new float[Cover.Length];
        Fill(scene, mesh.Draw(k => Math.Pow(1.0 + (k * k / (centre * centre)), -2.0), new CounterRandom(scene.Seed, SimulationStreams.LandCover), 1.0).First, values);
        var sorted = (float[])values.Clone();
        Array.Sort(sorted);
        var (total, sum) = (classes.Sum(c => c.Share), 0.0);
        var limits = new float[classes.Count];
        for (var k = 0; k < classes.Count; k++)
        {
            sum += classes[k].Share;
            var rank = (long)Math.Round(sum / total * sorted.Length);
            limits[k] = k == classes.Count - 1 || rank >= sorted.Length ? float.PositiveInfinity : sorted[rank];
        }

        for (var i = 0; i < values.Length; i++)
        {
            byte k = 0;
            while (values[i] >= limits[k])
            {
                k++;
            }

            Cover[i] = k;
        }
    }

    private void Flood(Scene scene, ViewGeometry view, SceneWater water)
    {
        for (var row = 0; row < scene.Grid.Rows; row++)
        {
            var north = (view.Position(row, 0).North - water.North) / water.HalfHeight;
            for (var column = 0; Math.Abs(north) < 1 && column < scene.Grid.Columns; column++)
            {
                var east = (view.Position(row, column).East - water.East) / water.HalfWidth;
                if ((east * east) + (north * north) < 1)
                {
                    Cover[(row * scene.Grid.Columns) + column] = Water;
                }
            }
        }
    }
}
