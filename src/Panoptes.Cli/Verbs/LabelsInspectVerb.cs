using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Cli.CommandLine;
using Panoptes.Data.LabelContracts;
using Panoptes.Data.PseudoLabels;

namespace Panoptes.Cli.Verbs;

/// <summary><c>labels inspect</c>: what a folder of pseudo-labels declares, and whether its files are so.</summary>
internal static class LabelsInspectVerb
{
    private const int Shown = 40;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var (folder, images) = (LabelsArguments.Folder(), LabelsArguments.Images());
        var json = new Option<bool>("--json") { Description = "Print everything as JSON." };
        var verb = new Verb(
            "inspect",
            "Decodes a folder of pseudo-labels and shows its contract, declared in labels.json or inferred from the images, what was held "
                + "against it, and the pixels of every cluster. Exit code 1 where the files are not as the contract says.",
            "./panoptes labels inspect pseudo_labels",
            "./panoptes labels inspect pseudo_labels --images cityscapes --json")
        {
            folder, images, json,
        };
        verb.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(folder);
            var found = LabelInspection.Of(path, parsed.GetValue(images));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                output.WriteLine(ToJson(path, found).ToJsonString(Indented));
            }
            else
            {
                Print(path, found, output);
            }

            return found.Problems.Count > 0 ? ExitCode.BadInput : ExitCode.Done;
        });
        return verb;
    }

    private static void Print(string folder, LabelInspection found, TextWriter output)
    {
        var (contract, survey) = (found.Contract.Contract, found.Survey);
        output.WriteLine(
            $"{folder}: {found.Pairs} pairs, {survey.Objects} objects, {survey.Empty} pairs without any; contract "
            + $"{(found.Contract.IsDeclared ? "declared" : "inferred")}");
        output.Write(LabelContractFile.ToText(contract with { Counts = null }));
        foreach (var note in found.Notes.Concat(found.Warnings.Select(warning => $"warning: {warning}")))
        {
            output.WriteLine(note);
        }

        var rows = Rows(contract, survey).OrderByDescending(row => row.Pixels).ToArray();
        var total = Math.Max(1, survey.Pixels.Sum());
        TextTable.Write(
            output, ["cluster", "kind", "pixels", "share", "in objects"],
            [.. rows.Take(Shown).Select(row => (IReadOnlyList<string>)
            [
                row.Name, row.Kind, $"{row.Pixels}", FormattableString.Invariant($"{100.0 * row.Pixels / total:F2} %"),
                FormattableString.Invariant($"{100.0 * row.Inside / Math.Max(1, row.Pixels):F1} %"),
            ])]);
        if (rows.Length > Shown)
        {
            output.WriteLine($"and {rows.Length - Shown} more (--json has all)");
        }

        output.WriteLine(
            $"verified: sizes, bit depths, ids and counts of {survey.Files} pairs, "
            + (found.VerifiedImages > 0 ? $"and {found.VerifiedImages} images" : "no image (give --images ROOT)"));
        foreach (var problem in found.Problems)
        {
            output.WriteLine($"error: {problem}");
        }
    }

    private static JsonObject ToJson(string folder, LabelInspection found) => new()
    {
        ["folder"] = folder,
        ["pairs"] = found.Pairs,
        ["objects"] = found.Survey.Objects,
        ["empty"] = found.Survey.Empty,
        ["declared"] = found.Contract.IsDeclared,
        ["contract"] = LabelContractFile.ToJson(found.Contract.Contract),
        ["verified_pairs"] = found.Survey.Files,
        ["verified_images"] = found.VerifiedImages,
        ["clusters"] = new JsonArray([.. Rows(found.Contract.Contract, found.Survey).Select(row => new JsonObject
        {
            ["id"] = row.Name,
            ["kind"] = row.Kind,
            ["pixels"] = row.Pixels,
            ["in_objects"] = row.Inside,
        })]),
        ["notes"] = Texts(found.Notes),
        ["warnings"] = Texts(found.Warnings),
        ["problems"] = Texts(found.Problems),
    };

    private static JsonArray Texts(IReadOnlyList<string> lines) => new([.. lines.Select(line => (JsonNode)line)]);

    private static IEnumerable<(string Name, string Kind, long Pixels, long Inside)> Rows(LabelContract contract, PseudoLabelSurvey survey)
    {
        var kinds = contract.Split.Things.Select(id => (id, "thing")).Concat(contract.Split.Stuff.Select(id => (id, "stuff")))
            .ToDictionary(kind => kind.id, kind => kind.Item2);
        foreach (var id in Enumerable.Range(0, contract.Clusters).Append(contract.VoidId))
        {
            yield return (
                id == contract.VoidId ? "void" : $"{id}", id == contract.VoidId ? "void" : kinds.GetValueOrDefault(id, "unused"),
                survey.Pixels[id], survey.InsidePixels[id]);
        }
    }
}
