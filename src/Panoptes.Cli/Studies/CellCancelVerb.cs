using Panoptes.Cli.CommandLine;
using Panoptes.Studies.Sessions;

namespace Panoptes.Cli.Studies;

/// <summary><c>cell cancel</c>: ends a cell's job.</summary>
internal static class CellCancelVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var (study, cell, reason) = (StudyArguments.Study(), StudyArguments.Cell(), StudyArguments.Reason());
        var verb = new Verb(
            "cancel",
            "Ends a cell's job where a scheduler has it, and keeps the cell from being carried out until it is asked for again.",
            "./panoptes cell cancel studies/bench 1a2b3c4d --reason 'not needed any more'") { study, cell, reason };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var planned = open.Folder.Find(parsed.GetRequiredValue(cell));
            CellActs.Cancel(open, planned, parsed.GetRequiredValue(reason));
            parsed.InvocationConfiguration.Output.WriteLine($"{planned}: cancelled");
        });
        return verb;
    }
}
