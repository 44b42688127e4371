using System.CommandLine;
using System.Globalization;
using Panoptes.Cli.CommandLine;
using Panoptes.Foundation;
using Panoptes.Studies.Sessions;

namespace Panoptes.Cli.Studies;

/// <summary><c>cell logs</c>: what a cell's attempts said.</summary>
internal static class CellLogsVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var (study, cell) = (StudyArguments.Study(), StudyArguments.Cell());
        var attempt = new Option<long?>("--attempt") { Description = "Which attempt; the newest where left out.", HelpName = "N" };
        var lines = new Option<int>("--lines") { Description = "The last N lines.", DefaultValueFactory = _ => 40, HelpName = "N" };
        var verb = new Verb(
            "logs", "Prints the last lines that a cell's training said.", "./panoptes cell logs studies/bench 1a2b3c4d --lines 100")
            {
                study, cell, attempt, lines,
            };
        verb.SetAction(parsed =>
        {
            using var open = StudyContext.Open(parsed.GetRequiredValue(study));
            var planned = open.Folder.Find(parsed.GetRequiredValue(cell));
            var folder = open.Folder.Of(planned);
            var begun = folder.Begun();
            var token = parsed.GetValue(attempt) ?? (begun is [.., var newest] ? newest.Token : 0);
            Require.That(
                begun.Any(one => one.Token == token), "--attempt", token == 0 ? "none" : token.ToString(CultureInfo.InvariantCulture),
                begun.Count == 0 ? "a cell that has begun" : $"one of {string.Join(", ", begun.Select(one => one.Token))}",
                $"look at it: ./panoptes cell show {open.Folder.Shown} {planned.Id}");
            var log = folder.Attempt(token).Output;
            var output = parsed.InvocationConfiguration.Output;
            foreach (var line in File.Exists(log) ? File.ReadLines(log).TakeLast(parsed.GetValue(lines)) : [])
            {
                output.WriteLine(line);
            }
        });
        return verb;
    }
}
