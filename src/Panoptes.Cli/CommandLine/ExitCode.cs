namespace Panoptes.Cli.CommandLine;

/// <summary>What the process ends with. 75, an interrupted training that can be resumed, comes from the training itself.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Something given cannot be used, or a check found errors.</summary>
    public const int BadInput = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A defect of Panoptes (EX_SOFTWARE of sysexits.h).</summary>
    public const int Defect = 70;
}
