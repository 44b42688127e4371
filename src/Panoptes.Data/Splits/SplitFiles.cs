using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;

namespace Panoptes.Data.Splits;

/// <summary>Writes parts of a split: for each a list of names and a manifest that says how it was made and what it has.</summary>
public static class SplitFiles
{
    private static readonly JsonSerializerOptions Form = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes <c>SPLIT_SIZE.txt</c> and <c>SPLIT_SIZE.json</c> of every part.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="split">The split's name.</param>
    /// <param name="folder">Where they go.</param>
    /// <param name="plan">Guards the outputs.</param>
    /// <param name="force">Whether lists of other names are replaced.</param>
    /// <returns>The paths of the lists, in the order of the parts.</returns>
    /// <exception cref="InputException">A file is there that holds something else; nothing was written then.</exception>
    public static IReadOnlyList<string> Write(SplitParts parts, string split, string folder, OutputPlan plan, bool force)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(plan);
        var target = plan.Folder(folder);
        var files = new List<(string Path, string Text)>();
        var lists = new List<string>();
        foreach (var part in parts.Parts)
        {
            var stem = $"{split.Replace('/', '-')}_{part.Size.Name}";
            var text = SampleListFile.Text(part.Names);
            files.Add((target.File($"{stem}.txt", "--out", stem), text));
            files.Add((target.File($"{stem}.json", "--out", stem), Manifest(parts, part, split, $"{stem}.txt")));
            lists.Add(Path.Combine(folder, $"{stem}.txt"));
        }

        foreach (var (path, text) in files.Where(file => !force && File.Exists(file.Path) && File.ReadAllText(file.Path) != file.Text))
        {
            throw new InputException(
                path, "another choice of an earlier call", "a new file, or the same choice",
                "give another --out, or --force to replace it");
        }

        using var writing = plan.Begin();
        files.ForEach(file => AtomicFile.WriteText(file.Path, file.Text));
        return lists;
    }

    private static string Manifest(SplitParts parts, SplitPart part, string split, string list) => JsonSerializer.Serialize(
        new
        {
            Version = 1,
            parts.DataSet,
            Split = split,
            parts.ClassTable,
            List = list,
            parts.Options.Seed,
            part.Size.Percent,
            Nested = parts.Options.IsNested,
            parts.Options.Stratify,
            parts.Options.MinPerClass,
            Images = part.Names.Count,
            OfImages = parts.Count,
            ListSha256 = ChosenSamples.Hash(part.Names),
            AllSha256 = parts.AllHash,
            part.Classes,
        },
        Form) + "\n";
}
