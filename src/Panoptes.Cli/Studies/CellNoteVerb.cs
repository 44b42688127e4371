using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Studies.Records;
using Panoptes.Studies.Sessions;

namespace Panoptes.Cli.Studies;

/// <summary><c>cell note</c>: writes something down about a cell.</summary>
internal static class CellNoteVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var (study, cell) = (StudyArguments.Study(), StudyArguments.Cell());
        var text = new Argument<string>("TEXT") { Description = "What; kept with your name and the time." };
        var verb = new Verb(
            "note", "Writes something down about a cell.", "./panoptes cell note studies/bench 1a2b3c4d 'ran beside another job'")
            {
                study, cell, text,
            };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            CellActs.Note(open, open.Folder.Find(parsed.GetRequiredValue(cell)), new RemarkNote { Text = parsed.GetRequiredValue(text) });
        });
        return verb;
    }
}
