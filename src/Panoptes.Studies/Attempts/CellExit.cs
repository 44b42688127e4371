namespace Panoptes.Studies.Attempts;

/// <summary>Exit codes of an attempt at a cell, which launchers go by.</summary>
public static class CellExit
{
    /// <summary>The cell is done.</summary>
    public const int Done = 0;

    /// <summary>It failed; another attempt would, too.</summary>
    public const int Failed = 1;

    /// <summary>Another holds its lease.</summary>
    public const int Held = 3;

    /// <summary>It was interrupted, and can go on.</summary>
    public const int Interrupted = 75;
}
