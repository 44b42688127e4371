using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Studies;

/// <summary><c>cell</c>: one run of a study.</summary>
internal static class CellVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create() => new("cell", "Looks at one run of a study, runs it, voids it, or takes a run in from elsewhere.")
    {
        CellShowVerb.Create(), CellLogsVerb.Create(), CellRunVerb.Create(), CellRerunVerb.Create(), CellInvalidateVerb.Create(),
        CellCancelVerb.Create(), CellNoteVerb.Create(), CellAdoptVerb.Create(),
    };
}
