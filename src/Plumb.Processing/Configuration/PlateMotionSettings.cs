namespace Plumb.Processing.Configuration;

/// <summary>Motion of the tectonic plate.</summary>
public sealed record PlateMotionSettings
{
    /// <summary>Name or code of the plate; empty for none.</summary>
    [Setting("Plate of ITRF2014 that the scene lies on: antarctica, arabia, australia, eurasia, india, nazca, north_america, nubia, pacific, south_america, somalia. Empty: none.")]
    public string Plate { get; init; } = "";

    /// <summary>Rotation about the three Cartesian axes, milliseconds of arc a year; empty for that of the plate.</summary>
    [Setting("Another rotation in ITRF2014 instead, as [x, y, z] of its Cartesian vector in milliseconds of arc a year, as [-0.085, -0.531, 0.770] for Eurasia.", Unit = "mas/year")]
    public IReadOnlyList<double> Rotation { get; init; } = [];
}
