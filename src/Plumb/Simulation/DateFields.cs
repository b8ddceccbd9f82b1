namespace Plumb.Simulation;

/// <summary>
/// Turbulent delay of the dates of a scene, made when first asked for and kept while memory allows; what was used longest
/// ago goes first. Two dates come from one transform. Safe for threads; a field is the same whenever it is made.
/// </summary>
internal sealed class DateFields
{
    private readonly Scene scene;
    private readonly SpectralMesh mesh;
    private readonly double scale;
    private readonly int capacity;
    private readonly Lock gate = new();
    private readonly Dictionary<int, Lazy<(SpectralField First, SpectralField Second)>> fields = [];
    private readonly LinkedList<int> order = new();

    internal DateFields(Scene scene, SpectralMesh mesh, long memory)
    {
        (this.scene, this.mesh) = (scene, mesh);
        capacity = (int)Math.Clamp(memory / (2 * mesh.BytesPerField), 2, 100_000);
        if (scene.Atmosphere.TurbulentMillimetres > 0)
        {
            scale = scene.Atmosphere.TurbulentMillimetres * 1e-3 / Math.Sqrt(Semivariogram(scene.Atmosphere.ScaleMetres));
        }
    }

    /// <summary>Whether the scene has turbulence at all.</summary>
    internal bool Any => scale > 0;

    /// <summary>Number of transforms made so far.</summary>
    internal int Made { get; private set; }

    /// <summary>The delay field of a date, metres.</summary>
    internal SpectralField Of(int date)
    {
        Lazy<(SpectralField First, SpectralField Second)>? entry;
        lock (gate)
        {
            var key = date / 2;
            if (fields.TryGetValue(key, out entry))
            {
                order.Remove(key);
            }
            else
            {
                if (fields.Count >= capacity)
                {
                    fields.Remove(order.Last!.Value);
                    order.RemoveLast();
                }

                entry = new(() => mesh.Draw(Spectrum, new CounterRandom(scene.OwnSeed, SimulationStreams.Turbulence, key), scale));
                fields.Add(key, entry);
                Made++;
            }

            order.AddFirst(key);
        }

        var (first, second) = entry.Value;
        return date % 2 == 0 ? first : second;
    }

    // A mesh is periodic: beyond a quarter of its period its fields no longer grow with distance as the power law does, and the law itself tells the rest.
    private double Semivariogram(double distance)
    {
        var near = Math.Min(distance, 0.25 * mesh.Period);
        return mesh.Moments(Spectrum, near).Semivariogram * Math.Pow(distance / near, Math.Clamp(scene.Atmosphere.Exponent - 1.0, 0.0, 2.0));
    }

    // The spectrum over the plane falls one power faster than that of a profile.
    private double Spectrum(double wavenumber) => Math.Pow(wavenumber, -(scene.Atmosphere.Exponent + 1.0));
}
