namespace Panoptes.Cli.Doctor;

/// <summary>How one finding stands.</summary>
internal enum Level
{
    /// <summary>As it should be, or a plain fact.</summary>
    Good,

    /// <summary>Works, but slower or with less than could be had.</summary>
    Warning,

    /// <summary>Needed and lacking.</summary>
    Lack,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Part">The heading it stands under.</param>
/// <param name="Name">What was looked at.</param>
/// <param name="Level">How it stands.</param>
/// <param name="Value">What was found, in one line.</param>
/// <param name="Mend">The command that mends it, where something is to be mended.</param>
internal sealed record Finding(string Part, string Name, Level Level, string Value, string? Mend = null);
