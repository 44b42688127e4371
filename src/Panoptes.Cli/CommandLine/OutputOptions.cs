using System.CommandLine;
using System.CommandLine.Parsing;
using Panoptes.Foundation.Outputs;

namespace Panoptes.Cli.CommandLine;

/// <summary>The options that name outputs, and the plan that guards whatever the command line reads against them.</summary>
internal static class OutputOptions
{
    /// <summary>The options whose values are written to.</summary>
    private static readonly string[] Names = ["--out", "--html", "--report", "--save-predictions", "--csv", "--json"];

    /// <summary>Where a verb's main result goes.</summary>
    public static Option<string> Required(string description, string helpName) =>
        new(Names[0]) { Description = description, Required = true, HelpName = helpName };

    /// <summary>Where a verb's main result goes, if anywhere.</summary>
    public static Option<string?> Optional(string description, string helpName = "FILE") =>
        new(Names[0]) { Description = description, HelpName = helpName };

    /// <summary>Where a page goes, if anywhere.</summary>
    public static Option<string?> Page(string description) => new(Names[1]) { Description = description, HelpName = "FILE" };

    /// <summary>Where a report goes, if anywhere.</summary>
    public static Option<string?> Report(string description) => new(Names[2]) { Description = description, HelpName = "FILE" };

    /// <summary>Where predictions go beside a result, if anywhere.</summary>
    public static Option<string?> Predictions() =>
        new(Names[3]) { Description = "The folder for the predictions of the whole split, as predict writes them.", HelpName = "DIR" };

    /// <summary>Where tables go, if anywhere.</summary>
    public static Option<string?> Tables() =>
        new(Names[4]) { Description = "Write every table as a CSV file into this folder, in full precision.", HelpName = "DIR" };

    /// <summary>Where all that was found goes as JSON, if anywhere.</summary>
    public static Option<string?> Json() => new(Names[5]) { Description = "Write all that was found as JSON.", HelpName = "FILE" };

    /// <summary>Replace what the verb did not write.</summary>
    public static Option<bool> Force() =>
        new("--force") { Description = "Replace files that this verb did not write; inputs are never replaced." };

    /// <summary>A plan for the verb's outputs that knows every file and folder which the command line names besides them.</summary>
    public static OutputPlan Plan(ParseResult parsed, Option<bool> force) =>
        new OutputPlan(UsageErrors.Path(parsed.CommandResult), parsed.GetValue(force)).Reads(Inputs(parsed));

    private static IEnumerable<string> Inputs(ParseResult parsed)
    {
        foreach (var child in parsed.CommandResult.Children)
        {
            var words = child switch
            {
                ArgumentResult argument => argument.Tokens,
                OptionResult option when !Names.Contains(option.Option.Name) => option.Tokens,
                _ => [],
            };
            foreach (var word in words.Select(token => token.Value))
            {
                yield return word;
                if (word.IndexOf('=') is var at and >= 0)
                {
                    yield return word[(at + 1)..];
                }
            }
        }
    }
}
