using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Studies.Records;
using Panoptes.Studies.Sessions;

namespace Panoptes.Cli.Studies;

/// <summary><c>cell rerun</c>: asks for a cell again.</summary>
internal static class CellRerunVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var (study, cell) = (StudyArguments.Study(), StudyArguments.Cell());
        var goOn = new Option<bool>("--go-on") { Description = "Go on from what was saved; else it begins anew." };
        var reason = new Option<string>("--reason")
        {
            Description = "Why; kept with your name and the time.",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "asked for again",
        };
        var verb = new Verb(
            "rerun",
            "Asks for a cell again, whatever has become of it: the next submission carries it out. What earlier attempts made "
                + "stays on disk.",
            "./panoptes cell rerun studies/bench 1a2b3c4d") { study, cell, goOn, reason };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var planned = open.Folder.Find(parsed.GetRequiredValue(cell));
            CellActs.Note(
                open, planned, new WantedNote { Anew = !parsed.GetValue(goOn), Reason = parsed.GetValue(reason) ?? "" });
            parsed.InvocationConfiguration.Output.WriteLine($"{planned}: planned; next: ./panoptes study submit {open.Folder.Shown}");
        });
        return verb;
    }
}
