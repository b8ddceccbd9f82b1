using System.Text.Json;
using System.Text.Json.Serialization;
using Plumb.Grids;

namespace Plumb.Processing.Stages;

/// <summary>Writes a grid as its defining values only and reads it back with all its checks.</summary>
internal sealed class GridJsonConverter : JsonConverter<Grid>
{
    public override Grid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var g = JsonSerializer.Deserialize<GridValues>(ref reader, options) ?? throw new JsonException("The grid is missing.");
        return new Grid(new Crs(g.Crs, g.Geographic), g.OriginX, g.OriginY, g.StepX, g.StepY, g.Columns, g.Rows);
    }

    public override void Write(Utf8JsonWriter writer, Grid value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer,
            new GridValues(value.Crs.Definition, value.Crs.IsGeographic, value.OriginX, value.OriginY, value.StepX, value.StepY, value.Columns, value.Rows),
            options);
}

/// <summary>The defining values of a grid, in the units of its coordinate system and in pixels.</summary>
internal sealed record GridValues(
    string Crs, bool Geographic, double OriginX, double OriginY, double StepX, double StepY, int Columns, int Rows);
