namespace Plumb.Cli;

/// <summary>What the program ends with.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A fault of Plumb's own.</summary>
    public const int Fault = 1;

    /// <summary>The request is wrong: settings, arguments or input. Nothing was written.</summary>
    public const int WrongRequest = 2;

    /// <summary>Stopped part-way; the same command goes on where it stopped.</summary>
    public const int Stopped = 3;
}
