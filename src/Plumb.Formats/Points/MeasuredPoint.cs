namespace Plumb.Formats.Points;

/// <summary>One measured point as it goes into a table. Writers turn metres into millimetres; NaN is no-data.</summary>
/// <param name="Id">Number of the point, a pure number that no other point of the table has.</param>
/// <param name="Longitude">Longitude on WGS 84, degrees; NaN in radar coordinates.</param>
/// <param name="Latitude">Latitude on WGS 84, degrees; NaN in radar coordinates.</param>
/// <param name="Row">Row of the grid, 0 at the north (unit: pixels).</param>
/// <param name="Column">Column of the grid, 0 at the west (unit: pixels).</param>
/// <param name="Rate">Rate along the line of sight, metres per year, positive towards the satellite.</param>
/// <param name="RateSigma">Standard deviation of the rate, metres per year.</param>
/// <param name="TemporalCoherence">Temporal coherence of the inversion, a pure number from 0 to 1.</param>
/// <param name="Height">Height of the ground, metres.</param>
public readonly record struct MeasuredPoint(
    long Id,
    double Longitude,
    double Latitude,
    int Row,
    int Column,
    double Rate,
    double RateSigma,
    double TemporalCoherence,
    double Height);
