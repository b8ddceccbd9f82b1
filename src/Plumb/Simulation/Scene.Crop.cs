using Plumb.Grids;

namespace Plumb.Simulation;

/// <summary>Part of a scene.</summary>
public sealed partial record Scene
{
    /// <summary>The part of the scene around a mine's concession; see <see cref="Crop"/>.</summary>
    /// <param name="mine">Name of the concession, in any case of letters.</param>
    /// <param name="margin">How far the part reaches beyond the concession, metres; less at the edge of the grid.</param>
    /// <exception cref="RequestException">The scene has no such concession.</exception>
    public Scene Around(string mine, double margin)
    {
        var concession = Concessions.FirstOrDefault(c => string.Equals(c.Name, mine, StringComparison.OrdinalIgnoreCase))
            ?? throw new RequestException($"The scene has no mine '{mine}'; it has {string.Join(", ", Concessions.Select(c => c.Name))}.");
        var view = new ViewGeometry(this);
        var (top, left) = view.Pixel(concession.East.Min() - margin, concession.North.Max() + margin);
        var (bottom, right) = view.Pixel(concession.East.Max() + margin, concession.North.Min() - margin);
        var (row, column) = (Math.Max(0, (int)top), Math.Max(0, (int)left));
        return Crop(new Tile(row, column, Math.Min(Grid.Rows, (int)bottom) - row, Math.Min(Grid.Columns, (int)right) - column));
    }

    /// <summary>
    /// The scene on a part of its grid, with the same ground, motion and view; dates and pairs stay. Stations outside are dropped, concessions whose middle
    /// lies outside too. Random fields (atmosphere, land cover, errors) are drawn anew for the smaller grid.
    /// </summary>
    /// <param name="tile">The part: rows and columns, pixels.</param>
    /// <exception cref="RequestException">The part reaches outside the grid.</exception>
    public Scene Crop(Tile tile)
    {
        if (tile.Rows < 1 || tile.Columns < 1 || !new Tile(0, 0, Grid.Rows, Grid.Columns).Contains(tile))
        {
            throw new RequestException($"Scene: a part of {tile.Rows} x {tile.Columns} pixels from row {tile.Row}, column {tile.Column} does not lie in a grid of {Grid.Rows} x {Grid.Columns}. Choose a part inside.");
        }

        var view = new ViewGeometry(this);
        var (east, north) = view.Position(tile.Row + (0.5 * (tile.Rows - 1)), tile.Column + (0.5 * (tile.Columns - 1)));
        var corners = new[] { (tile.Row, tile.Column), (tile.Row, tile.EndColumn - 1), (tile.EndRow - 1, tile.Column), (tile.EndRow - 1, tile.EndColumn - 1) }
            .Select(c => view.Incidence(c.Item1, c.Item2) * 180.0 / Math.PI).ToArray();
        var (halfEast, halfNorth) = (0.5 * tile.Columns * view.StepX, 0.5 * tile.Rows * view.StepY);
        bool IsInside(double e, double n) => Math.Abs(e) < halfEast && Math.Abs(n) < halfNorth;
        return this with
        {
            Grid = Grid with { West = Grid.West + (tile.Column * Grid.Step), North = Grid.North - (tile.Row * Grid.Step), Columns = tile.Columns, Rows = tile.Rows },
            Sensor = Sensor with { IncidenceNear = corners.Min(), IncidenceFar = corners.Max() },
            Panels = [.. Panels.Select(p => p with { East = p.East - east, North = p.North - north })],
            Troughs = [.. Troughs.Select(t => t with { East = t.East - east, North = t.North - north })],
            Slides = [.. Slides.Select(s => s with { East = s.East - east, North = s.North - north })],
            SeasonalAreas = [.. SeasonalAreas.Select(a => a with { East = a.East - east, North = a.North - north })],
            Uplifts = [.. Uplifts.Select(u => u with { East = u.East - east, North = u.North - north })],
            Waters = [.. Waters.Select(w => w with { East = w.East - east, North = w.North - north })],
            Gnss = Gnss with
            {
                Stations = [.. Gnss.Stations.Select(s => s with { East = s.East - east, North = s.North - north }).Where(s => IsInside(s.East, s.North))],
            },
            Levelling = Levelling with
            {
                Benchmarks = [.. Levelling.Benchmarks.Select(m => m with { East = m.East - east, North = m.North - north })],
                East = [.. Levelling.East.Select(e => e - east)],
                North = [.. Levelling.North.Select(n => n - north)],
            },
            Concessions =
            [
                .. Concessions
                    .Select(c => c with { East = [.. c.East.Select(e => e - east)], North = [.. c.North.Select(n => n - north)] })
                    .Where(c => IsInside(c.East.Average(), c.North.Average())),
            ],
        };
    }
}
