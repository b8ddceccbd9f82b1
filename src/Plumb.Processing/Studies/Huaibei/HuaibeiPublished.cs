namespace Plumb.Processing.Studies.Huaibei;

/// <summary>What the Huaibei study printed of its own data: distances to its own method, since it had no truth.</summary>
public sealed record HuaibeiPublished
{
    /// <summary>The rows of its three tables.</summary>
    public IReadOnlyList<HuaibeiPublishedRow> Rows { get; init; } = [];

    /// <summary>The row of a method in a case; null where there is none.</summary>
    /// <param name="part">The case: A, B or C.</param>
    /// <param name="method">Name of the method.</param>
    public HuaibeiPublishedRow? Of(string part, string method) => Rows.FirstOrDefault(r => r.Case == part && r.Method == method);
}

/// <summary>One row of the study's tables.</summary>
public sealed record HuaibeiPublishedRow
{
    /// <summary>The case: A, B or C.</summary>
    public string Case { get; init; } = "";

    /// <summary>Name of the method; "new" for the study's own.</summary>
    public string Method { get; init; } = "";

    /// <summary>Least phase, radian.</summary>
    public double Min { get; init; }

    /// <summary>Greatest phase, radian.</summary>
    public double Max { get; init; }

    /// <summary>Whether the study calls it within the theoretical range.</summary>
    public bool Range { get; init; }

    /// <summary>Mean difference to the study's own method, radian.</summary>
    public double Mean { get; init; }

    /// <summary>Mean square difference to the study's own method, radian squared.</summary>
    public double Mse { get; init; }
}
