using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Experiments.Progress;
using Panoptes.Experiments.Sessions;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;

namespace Panoptes.Export.Sessions;

/// <summary>Writes a network's weights as safetensors, under its own names or another program's.</summary>
internal static class WeightsExport
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>Writes them.</summary>
    public static void Run(ExportOptions options, UsedModel used, OutputPlan plan, ProgressLine progress)
    {
        var config = used.Config.Model;
        var releases = config.Family.Releases(config);
        var release = options.Names is null ? null : releases.FirstOrDefault(known => known.Program == options.Names)
            ?? throw new InputException(
                $"--names {options.Names}", $"{config.Name}, of which it has none",
                releases.Count == 0 ? "nothing" : $"{string.Join(" or ", releases.Select(known => known.Program))}",
                "choose one of these, or leave it out for the model's own names");
        var target = plan.File(options.Output);
        using var scope = TensorScope.Open();
        using var network = RunModel.Create(used.Config, used.Classes.Count, used.Things);
        var weights = used.Fill(network, progress.Say);
        var state = network.StateDict().ToList();
        var renamed = release?.Rename(state) ?? new RenamedWeights(state, []);
        var metadata = new Dictionary<string, string>(WeightMetadata.Of(network))
        {
            ["format"] = "pt",
            ["model"] = config.Name,
            ["task"] = used.Task.ToString().ToLowerInvariant(),
            ["weights"] = weights,
            ["names"] = release?.Program ?? "panoptes",
            [FileModel.ClassesKey] = Classes(used).ToJsonString(),
            [FileModel.MeanKey] = Numbers(used.Config.Augmentation.Mean),
            [FileModel.DeviationKey] = Numbers(used.Config.Augmentation.Std),
        };
        using (var writing = plan.Begin())
        {
            SafetensorsWriter.Write(target, renamed.Tensors, metadata);
        }

        var size = (new FileInfo(target).Length / Megabyte).ToString("0.0", CultureInfo.InvariantCulture);
        progress.Say($"{options.Output}: {renamed.Tensors.Count} tensors, {size} MiB, "
            + (release is null ? "under the model's own names" : $"under the names of {Title(release.Program)}"));
        foreach (var group in renamed.Left.GroupBy(name => name.Split('.')[0]))
        {
            progress.Say($"note: {group.Count()} tensors of {group.Key} ({group.First()}, ...) have no name there, and are left out");
        }

        if (release?.Remark is { } remark)
        {
            progress.Say($"note: {remark}");
        }
    }

    private static string Title(string program) => program == ReleaseNames.Authors ? "the authors' release" : program;

    private static string Numbers(IEnumerable<double> numbers) => JsonSerializer.Serialize(numbers);

    // As classes.json.
    private static JsonObject Classes(UsedModel used) => new()
    {
        ["name"] = used.DataSet,
        ["classes"] = new JsonArray([.. used.Classes.Select((row, id) => new JsonObject
        {
            ["id"] = row.RawId,
            ["train_id"] = id,
            ["name"] = row.Name,
            ["color"] = new JsonArray([.. Convert.FromHexString(row.Color[1..]).Select(part => JsonValue.Create((int)part))]),
            ["thing"] = row.IsThing,
        })]),
    };
}
