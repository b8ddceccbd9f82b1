namespace Plumb.Formats.Products;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Good to know; nothing is needed.</summary>
    Note,

    /// <summary>The run goes on, with less.</summary>
    Warning,

    /// <summary>The run cannot go on.</summary>
    Error,
}

/// <summary>Something the inspection found that a person should know: how bad, where, what, and what to do.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Where">The file, folder or pair.</param>
/// <param name="What">What is wrong or missing, and why it matters.</param>
/// <param name="WhatToDo">What to do about it; empty when nothing is needed.</param>
public sealed record Finding(Severity Severity, string Where, string What, string WhatToDo)
{
    /// <summary>One line for people.</summary>
    public override string ToString() =>
        WhatToDo.Length == 0 ? $"{Severity}: {Where}: {What}" : $"{Severity}: {Where}: {What} {WhatToDo}";
}
