using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Cli.CommandLine;
using Panoptes.Parity;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Cli.Verbs;

/// <summary><c>parity</c>: compares Panoptes with reference results.</summary>
internal static class ParityVerb
{
    private static readonly JsonSerializerOptions Compact =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "A model fixture's JSON, a metrics case folder, or folders of them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line instead of text." };
        var failures = new Option<bool>("--failures") { Description = "Print only what is over its tolerance." };
        var verb = new Verb(
            "parity",
            "Runs reference fixtures and prints the largest error of every output, gradient and number against its tolerance. Exit code 1 "
                + "where one is over.",
            "./panoptes parity ../shared/parity/models",
            "./panoptes parity ../shared/parity --failures") { paths, json, failures };
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var asJson = parsed.GetValue(json);
            var (passed, failed, skipped) = (0, 0, 0);
            foreach (var result in ParityRunner.Run(parsed.GetRequiredValue(paths)))
            {
                (passed, failed, skipped) = (
                    passed + (result.Passes ? 1 : 0), failed + (result.Fails ? 1 : 0), skipped + (result.IsSkipped ? 1 : 0));
                if (result.Fails || !parsed.GetValue(failures))
                {
                    output.WriteLine(asJson ? ToJson(result) : Line(result));
                }
            }

            if (!asJson)
            {
                output.WriteLine($"{passed} within tolerance, {failed} over, {skipped} skipped");
            }

            return failed == 0 ? ExitCode.Done : ExitCode.BadInput;
        });
        return verb;
    }

    private static string Line(ParityResult result)
    {
        var note = result.Note is null ? "" : $"  {result.Note}";
        return result.IsSkipped
            ? $"skip  {result.Name}{note}"
            : $"{(result.Passes ? "ok  " : "OVER")}  {result.Name}  {result.Quantity}  error {result.Error:0.##e+00}  tolerance "
                + $"{result.Tolerance:0.##e+00}{note}";
    }

    private static string ToJson(ParityResult result) => new JsonObject
    {
        ["name"] = result.Name,
        ["quantity"] = result.Quantity,
        ["error"] = double.IsFinite(result.Error) ? result.Error : null,
        ["tolerance"] = double.IsFinite(result.Tolerance) ? result.Tolerance : null,
        ["outcome"] = result.IsSkipped ? "skipped" : result.Passes ? "within" : "over",
        ["note"] = result.Note,
    }.ToJsonString(Compact);
}
