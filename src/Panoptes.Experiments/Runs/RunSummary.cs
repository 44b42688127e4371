using System.Text.Json;
using Panoptes.Data.Classes;
using Panoptes.Experiments.Events;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Experiments.Runs;

/// <summary>A split as the report lists it.</summary>
/// <param name="Role">What it is used for: train, val, test, stream, or <see cref="Labeler"/>.</param>
/// <param name="Name">The split's name.</param>
/// <param name="Images">Samples in it.</param>
/// <param name="Files">Its inventory: SHA-256 of every sample's name and the sizes of its files; empty where it was not taken.</param>
public sealed record SplitRow(string Role, string Name, int Images, string Files = "")
{
    /// <summary>
    /// The role of a model whose predictions are labels: it has no images, and <see cref="Files"/> is its weights' SHA-256.
    /// </summary>
    public const string Labeler = "labeler";
}

/// <summary>What an id in the label files stands for.</summary>
/// <param name="RawId">The id.</param>
/// <param name="TrainId">The class that it is trained as, or null for void.</param>
/// <param name="Name">The class's name.</param>
public sealed record IdRow(int RawId, int? TrainId, string Name);

/// <summary>A class as the report lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Color">The color it is drawn with, <c>#rrggbb</c>.</param>
/// <param name="IsThing">True for countable objects.</param>
/// <param name="RawId">The id that stands for it in the data set's files.</param>
public sealed record ClassColor(string Name, string Color, bool IsThing, int RawId);

/// <summary>A parameter group as the report lists it.</summary>
/// <param name="First">Name of its first parameter.</param>
/// <param name="Tensors">Parameter tensors.</param>
/// <param name="Parameters">Numbers in them.</param>
/// <param name="LearningRate">Base learning rate.</param>
/// <param name="WeightDecay">Weight decay.</param>
public sealed record GroupRow(string First, int Tensors, long Parameters, double LearningRate, double WeightDecay);

/// <summary>What <c>summary.json</c> holds: data, model and parameter groups as they were when training began.</summary>
public sealed record RunSummary
{
    /// <summary>Version of this file's form.</summary>
    public int V { get; init; } = 1;

    /// <summary>Name of the data set.</summary>
    public string DataSet { get; init; } = "";

    /// <summary>Name of the class table.</summary>
    public string ClassTable { get; init; } = "";

    /// <summary>Splits and their sizes.</summary>
    public IReadOnlyList<SplitRow> Splits { get; init; } = [];

    /// <summary>Classes in the order of their train ids.</summary>
    public IReadOnlyList<ClassColor> Classes { get; init; } = [];

    /// <summary>What the model tells apart, as a class table of train ids.</summary>
    public Panoptes.Data.Classes.ClassTable TrainedClasses()
    {
        return new(ClassTable, Classes.Select((entry, id) => new ClassEntry(id, id, entry.Name, Color(entry.Color), entry.IsThing)));

        static Rgb Color(string hex) =>
            Convert.FromHexString(hex.AsSpan(1)) is [var red, var green, var blue] ? new(red, green, blue) : default;
    }

    /// <summary>What was found out about the data rather than told.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What every id in the label files stood for; empty where an earlier version did not keep it.</summary>
    public IReadOnlyList<IdRow> Ids { get; init; } = [];

    /// <summary>Name of the model.</summary>
    public string Model { get; init; } = "";

    /// <summary>What is asked of it: <c>semantic</c>, <c>panoptic</c> or <c>instance</c>.</summary>
    public string Task { get; init; } = "semantic";

    /// <summary>
    /// Whether nothing was trained: the folder is of published or own weights that are measured as they are, <c>model.weights</c> names
    /// their file, and there are no checkpoints.
    /// </summary>
    public bool Untrained { get; init; }

    /// <summary>Parameters of the model.</summary>
    public long Parameters { get; init; }

    /// <summary>Parameters that are trained.</summary>
    public long TrainableParameters { get; init; }

    /// <summary>What became of the weights it started from, a line each; empty where it started from scratch.</summary>
    public IReadOnlyList<string> Weights { get; init; } = [];

    /// <summary>Parameter groups.</summary>
    public IReadOnlyList<GroupRow> Groups { get; init; } = [];

    /// <summary>Writes it, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, EventJson.Readable) + "\n");

    /// <summary>Reads one; null where there is none.</summary>
    public static RunSummary? Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<RunSummary>(File.ReadAllText(path), EventJson.Readable) : null;
}
