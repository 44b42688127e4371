using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Shifts;
using Panoptes.Reports.Runs;
using Spectre.Console;

namespace Panoptes.Cli.Verbs;

/// <summary><c>shift</c>: what a trained run loses on images of another domain.</summary>
internal static class ShiftVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var run = Arguments.Run();
        var split = new Option<string>("--split")
        {
            Description = "The split of both domains: train, val or test as the run calls them, or another one's name.",
            DefaultValueFactory = _ => "val",
            HelpName = "NAME",
        };
        var stream = new Option<string?>("--stream")
        {
            Description = "The stream whose data set, class map and corruption make the other domain.",
            HelpName = "NAME",
        };
        var weights = Arguments.Weights();
        var overrides = Arguments.Overrides();
        var json = OutputOptions.Json();
        var force = OutputOptions.Force();
        var verb = new Verb(
            "shift",
            "Says what a trained run loses on images of another domain: measures it on the split as it is and on the other one, which "
                + "settings of data or a stream of the run name, and holds the scores of both, class by class, and the classes that would "
                + "be labeled there side by side. The run's report shows it.",
            "./panoptes shift runs/RUN data.corruption.kind=fog",
            "./panoptes shift runs/RUN --split test data.root=../other",
            "./panoptes shift runs/RUN --stream unlabeled --json shift.json")
            {
                run, overrides, split, stream, weights, json, force,
            };
        verb.SetAction(parsed =>
        {
            var plan = OutputOptions.Plan(parsed, force);
            var data = parsed.GetValue(json) is { } file ? plan.File(file, json.Name) : null;
            var shift = ShiftSession.Run(
                parsed.GetRequiredValue(run), parsed.GetRequiredValue(split), parsed.GetValue(stream), parsed.GetRequiredValue(weights),
                parsed.GetValue(overrides) ?? [], AnsiConsole.Console, RunPage.Write);
            Print(shift, parsed.InvocationConfiguration.Output);
            if (data is not null)
            {
                using var writing = plan.Begin();
                shift.Write(data);
            }
        });
        return verb;
    }

    private static void Print(DomainShift shift, TextWriter output)
    {
        foreach (var side in ShiftTables.Sides(shift))
        {
            output.WriteLine(side);
        }

        foreach (var kind in shift.Kinds)
        {
            output.WriteLine();
            TextTable.Write(output, ShiftTables.MetricHead, [.. ShiftTables.Metrics(kind)]);
            output.WriteLine();
            TextTable.Write(output, ShiftTables.ClassHead(kind), [.. ShiftTables.Classes(kind)]);
        }

        output.WriteLine();
        TextTable.Write(output, ShiftTables.LabelHead(shift.Labels), [.. ShiftTables.Labels(shift.Labels)]);
        output.WriteLine();
        foreach (var line in ShiftTables.Sentences(shift).Concat(shift.Notes.Select(note => $"note: {note}")))
        {
            output.WriteLine(line);
        }
    }
}
