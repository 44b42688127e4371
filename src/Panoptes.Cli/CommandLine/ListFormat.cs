namespace Panoptes.Cli.CommandLine;

/// <summary>How a list is printed.</summary>
internal enum ListFormat
{
    /// <summary>In columns, for people.</summary>
    Table,

    /// <summary>As JSON.</summary>
    Json,

    /// <summary>As CSV with a head line.</summary>
    Csv,
}
