using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Locations;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Experiments.Weights;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Loading;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;

namespace Panoptes.Experiments.Sessions;

/// <summary>A network of a file of weights that no run here trained: its settings, its classes, and filling it.</summary>
/// <param name="Config">The settings that it was trained with, as far as they are known; <c>model.weights</c> is the file.</param>
/// <param name="Classes">What it tells apart.</param>
/// <param name="Published">The published weights that they are known to be; null for others.</param>
internal sealed record FileModel(RunConfig Config, ClassTable Classes, PublishedWeights? Published)
{
    /// <summary>Where safetensors that <c>export</c> wrote keep their class table, as <c>classes.json</c> has it.</summary>
    public const string ClassesKey = "classes";

    /// <summary>Where they keep the means of red, green and blue, a JSON list.</summary>
    public const string MeanKey = "mean";

    /// <summary>Where they keep the deviations.</summary>
    public const string DeviationKey = "deviation";

    private const string Auxiliary = "auxiliary_head.";
    private const int Examples = 3;

    /// <summary>The path of the weights.</summary>
    public string File => Config.Model.Weights!;

    /// <summary>The classes as a run's folder lists them.</summary>
    public IReadOnlyList<ClassColor> Rows =>
    [
        .. Enumerable.Range(0, Classes.Count).Select(id => Classes[id])
            .Select(entry => new ClassColor(entry.Name, entry.Color.Hex, entry.IsThing, entry.RawId)),
    ];

    /// <summary>Finds out what network a file is of.</summary>
    /// <param name="source">The file, and what says it.</param>
    /// <param name="overrides">Settings that win over those of the recipe.</param>
    /// <exception cref="InputException">There is no such file or model, or its class table is not known.</exception>
    public static FileModel Of(ModelSource source, IEnumerable<string> overrides)
    {
        var model = source.Model!;
        var published = PublishedWeights.Find(model) ?? Recognized(model, source.Weights);
        var file = source.Weights ?? Fetched(model, published);
        if (!System.IO.File.Exists(file))
        {
            throw new InputException(
                $"--weights {file}", Directory.Exists(file) ? "a folder" : "no such file", "a file of weights",
                PublishedWeights.Find(file) is { } known ? $"fetch it with 'panoptes weights get {known.Name}'" : "check the path");
        }

        var said = Said(file);
        var layers = (published is null ? Layers(model) : LayersOf(published, model))
            .Overlay(ConfigLayers.FromOverrides(Normalization(said)));
        var config = ConfigReader.Resolve<RunConfig>(layers, overrides, null, keepUnset: true).Value;
        var classes = source.Classes is null && said.TryGetValue(ClassesKey, out var table)
            ? ClassTableFile.Parse(table, file)
            : ClassTableFile.Find(
                source.Classes ?? published?.Classes ?? config.Data.Classes ?? Usual(config) ?? throw new InputException(
                    "--classes", "nothing", $"the class table of {model}: {string.Join(", ", BuiltInClassTables.Names)}, or a classes.json",
                    "name the one that the network was trained with"),
                config.Data.Root);
        return new FileModel(config with { Model = config.Model with { Weights = file } }, classes, published);
    }

    /// <summary>Fills a network, which has to be whole then: what is left random predicts nothing.</summary>
    /// <param name="network">The network.</param>
    /// <param name="config">Its settings.</param>
    /// <returns>What became of the file, a line each.</returns>
    /// <exception cref="InputException">The file does not fit, or leaves a part of the network unfilled.</exception>
    public static IReadOnlyList<string> Fill(Segmenter network, ModelConfig config)
    {
        var report = Pretrained.Load(network, config)!;
        var left = report.Missing.Where(name => !name.StartsWith(Auxiliary, StringComparison.Ordinal))
            .Concat(report.ShapeMismatches.Where(other => !other.Name.StartsWith(Auxiliary, StringComparison.Ordinal))
                .Select(other => $"{other.Name} ({other.InFile} in the file, {other.InModel} in the model)"))
            .ToList();
        return report.Scope == "model" && left.Count == 0
            ? [.. report.Lines()]
            : throw new InputException(
                config.Weights!,
                report.Scope == "model"
                    ? $"weights that leave {left.Count} tensors of {config.Name} as they were: {string.Join(", ", left.Take(Examples))}"
                        + (left.Count > Examples ? ", ..." : "")
                    : $"weights of the backbone of {config.Name} alone",
                "weights of the whole network",
                report.Scope == "model"
                    ? "choose the model and the class table that they were trained with, or train from them: panoptes train CONFIG "
                        + $"model.weights={config.Weights}"
                    : $"train its head first: panoptes train CONFIG model.weights={config.Weights}");
    }

    // What safetensors say of themselves; other formats say nothing of classes.
    private static IReadOnlyDictionary<string, string> Said(string file)
    {
        if (!file.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
        {
            return new Dictionary<string, string>();
        }

        using var weights = WeightFile.Open(file);
        return weights.Metadata;
    }

    private static IEnumerable<string> Normalization(IReadOnlyDictionary<string, string> said)
    {
        if (said.TryGetValue(MeanKey, out var mean) && said.TryGetValue(DeviationKey, out var deviation)
            && said.ContainsKey(ClassesKey))
        {
            yield return $"augmentation.mean={mean}";
            yield return $"augmentation.std={deviation}";
        }
    }

    // The usual case of a file that was fetched and is called by its path.
    private static PublishedWeights? Recognized(string model, string? file) => file is null ? null
        : PublishedWeights.All.FirstOrDefault(
            weights => weights.IsWhole && weights.FileName == Path.GetFileName(file) && weights.Fits(model));

    private static string Fetched(string model, PublishedWeights? published) => published is not null
        ? WeightDownload.Target(published) is var target && System.IO.File.Exists(target) ? target : throw new InputException(
            $"--model {published.Name}", $"no file {target}", "weights that were fetched",
            $"fetch them with 'panoptes weights get {published.Name}', or name their file with --weights")
        : throw new InputException(
            $"--model {model}", "no --weights", "a file of weights",
            PublishedWeights.Of(model).FirstOrDefault(weights => weights.IsWhole) is { } known
                ? $"name one; published are {string.Join(", ", PublishedWeights.Of(model).Where(weights => weights.IsWhole)
                    .Select(weights => weights.Name))} ('panoptes weights get {known.Name}')"
                : "name one");

    private static MapNode LayersOf(PublishedWeights published, string model)
    {
        if (!published.IsWhole)
        {
            throw new InputException(
                $"--model {published.Name}", "weights of a backbone alone", "weights of a whole network",
                "train a head first: panoptes train CONFIG model.weights=FILE");
        }

        var isOne = published.Models.Count == 1 && !published.Models[0].Contains('*');
        var name = published.Name != model ? model : isOne ? published.Models[0] : throw new InputException(
            $"--model {model}", $"weights of several models ({string.Join(", ", published.Models)})", "one model's name",
            $"name it: --model {ModelCatalog.BuiltIn.Names.First(published.Fits)} --weights FILE");
        var recipe = published.Recipe is { } known ? RecipeFiles.Layers(known) : new MapNode([], new SourcePosition("defaults"));
        return recipe.Overlay(ConfigLayers.FromOverrides([$"model.name={name}", .. published.Settings]));
    }

    private static MapNode Layers(string model)
    {
        if (ModelCatalog.BuiltIn.Names.Contains(model))
        {
            return ConfigLayers.FromOverrides([$"model.name={model}"]);
        }

        if (RecipeFiles.Names.Contains(model))
        {
            return RecipeFiles.Layers(model);
        }

        if (System.IO.File.Exists(model) || RunOrFile.IsConfig(model))
        {
            return ConfigLayers.FromFile(model);
        }

        var known = ModelCatalog.BuiltIn.Names.Concat(RecipeFiles.Names).Concat(PublishedWeights.All.Select(weights => weights.Name));
        throw new InputException(
            $"--model {model}", "no such model", "a model's name, a recipe, a configuration (YAML), or the name of published weights",
            NearestName.Of(model, known) is { } near ? $"did you mean '{near}'?" : "list them with 'panoptes models list'");
    }

    private static string? Usual(RunConfig config) => config.Data.Format == DataFormat.Cityscapes ? "cityscapes" : null;
}
