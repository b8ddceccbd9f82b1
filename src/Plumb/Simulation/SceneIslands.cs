namespace Plumb.Simulation;

/// <summary>The islands of a scene and the moats around them, pixel by pixel.</summary>
internal sealed class SceneIslands
{
    private const byte Moat = 255;
    private readonly byte[] places;
    private readonly float[] moatCoherence;
    private readonly int columns;

    internal SceneIslands(Scene scene, ViewGeometry view)
    {
        columns = scene.Grid.Columns;
        places = new byte[checked(scene.Grid.Rows * columns)];
        moatCoherence = new float[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            var (east, north) = view.Position(i / columns, i % columns);
            for (var k = 0; k < scene.UnwrappingErrors.Islands.Count; k++)
            {
                var island = scene.UnwrappingErrors.Islands[k];
                var distance = Math.Sqrt(Math.Pow(east - island.East, 2) + Math.Pow(north - island.North, 2));
                if (distance < island.Radius)
                {
                    places[i] = (byte)(k + 1);
                }
                else if (distance < island.Radius + island.Moat && places[i] == 0)
                {
                    (places[i], moatCoherence[i]) = (Moat, (float)island.MoatCoherence);
                }
            }
        }
    }

    /// <summary>Components of a part of a row (pure numbers): 2 and up on islands, 0 in moats; others stay.</summary>
    internal void Label(int row, int firstColumn, Span<byte> component)
    {
        for (var c = 0; c < component.Length; c++)
        {
            var place = places[(row * columns) + firstColumn + c];
            component[c] = place == Moat ? (byte)0 : place > 0 ? (byte)(place + 1) : component[c];
        }
    }

    /// <summary>Lowers the coherence (pure number) of a part of a row in moats.</summary>
    internal void Decorrelate(int row, int firstColumn, Span<float> coherence)
    {
        for (var c = 0; c < coherence.Length; c++)
        {
            var i = (row * columns) + firstColumn + c;
            coherence[c] = places[i] == Moat ? Math.Min(coherence[c], moatCoherence[i]) : coherence[c];
        }
    }
}
