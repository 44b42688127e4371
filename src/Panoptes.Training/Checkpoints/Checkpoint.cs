using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Training.Streams;

namespace Panoptes.Training.Checkpoints;

/// <summary>
/// The whole state of a training: weights and buffers, optimizer state, random generators, progress. On disk it is one safetensors file,
/// in which other tools find the weights under their published names; what is not a weight is called <c>@optimizer/...</c>,
/// <c>@supervisor/NAME/...</c>, <c>@stream/NAME/...</c>, <c>@statistics/STREAM/...</c> and <c>@random/...</c>, and the manifest and a
/// SHA-256 over all of it are in the metadata.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    internal const string OptimizerPrefix = "@optimizer/";
    internal const string SupervisorPrefix = "@supervisor/";
    internal const string StreamPrefix = "@stream/";
    internal const string StatisticsPrefix = "@statistics/";
    internal const string RandomPrefix = "@random/";
    private const string TeacherPart = "teacher/model.";
    internal static readonly string KnownFormat = $"format {CheckpointManifest.CurrentFormat}";
    private const string ManifestKey = ContentChecksum.ManifestKey;
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly Dictionary<string, Tensor> byName;
    private readonly IReadOnlyList<Tensor> owned;

    /// <summary>A state in memory; the tensors stay the caller's.</summary>
    public Checkpoint(CheckpointManifest manifest, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
        : this(manifest, tensors, owned: [])
    {
    }

    /// <summary>A state in memory that disposes some of its tensors with itself.</summary>
    internal Checkpoint(CheckpointManifest manifest, IReadOnlyList<(string Name, Tensor Tensor)> tensors, IReadOnlyList<Tensor> owned)
    {
        (Manifest, Tensors, this.owned) = (manifest, tensors, owned);
        byName = tensors.ToDictionary(entry => entry.Name, entry => entry.Tensor, StringComparer.Ordinal);
    }

    /// <summary>What it says about itself.</summary>
    public CheckpointManifest Manifest { get; }

    /// <summary>
    /// Every tensor: the model's under their state-dict names, then <c>@statistics/...</c>, <c>@optimizer/...</c>,
    /// <c>@supervisor/...</c>, <c>@stream/...</c> and <c>@random/...</c>.
    /// </summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> Tensors { get; }

    /// <summary>
    /// What readers of the weights should know and tensors cannot say (<see cref="WeightMetadata"/>): metadata beside the manifest.
    /// </summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads a file, which opening holds to its checksum.</summary>
    /// <exception cref="InputException">The file is missing, damaged, or no checkpoint.</exception>
    public static Checkpoint Read(string path)
    {
        using var file = WeightFile.Open(path);
        if (!file.Metadata.TryGetValue(ManifestKey, out var manifestText) || !file.Metadata.ContainsKey(ContentChecksum.ChecksumKey))
        {
            throw new InputException(
                path, $"{file.Format} without a training state", "a checkpoint that a training wrote",
                "name a checkpoint, or use this file as model.weights");
        }

        var tensors = new List<(string Name, Tensor Tensor)>(file.Entries.Count);
        try
        {
            foreach (var entry in file.Entries)
            {
                tensors.Add((entry.Name, Tensor.FromBytes(file.ReadBytes(entry), entry.DType, [.. entry.Shape]).Keep()));
            }

            return new Checkpoint(ParseManifest(path, manifestText), tensors, owned: [.. tensors.Select(entry => entry.Tensor)]);
        }
        catch
        {
            tensors.ForEach(entry => entry.Tensor.Dispose());
            throw;
        }
    }

    /// <summary>Writes the file: whole, or not at all.</summary>
    public void Write(string path)
    {
        var manifest = JsonSerializer.Serialize(Manifest, Json);
        using var hash = new ContentChecksum(manifest);
        foreach (var (name, tensor) in Tensors)
        {
            using var scope = TensorScope.Open();
            var plain = tensor.Detach().To(Device.Cpu).Contiguous();
            hash.Add(name, plain.DType, plain.Shape, plain.Bytes());
        }

        SafetensorsWriter.Write(
            path, Tensors,
            new Dictionary<string, string>(Facts)
            {
                [ManifestKey] = manifest,
                [ContentChecksum.ChecksumKey] = hash.Finish(),
                ["format"] = "pt",
            });
    }

    /// <summary>The tensor of a name, or null where there is none.</summary>
    public Tensor? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The model's weights and buffers.</summary>
    /// <param name="stream">
    /// The stream whose running statistics are taken where it has some of its own; null takes the model's, which are the labeled stream's.
    /// </param>
    public IReadOnlyList<(string Name, Tensor Tensor)> ModelTensors(string? stream = null) =>
        [.. Manifest.ModelTensors.Select(name => (name, Find(name, stream)!))];

    /// <summary>The running statistics that streams have of their own, by stream and buffer; empty where all share the model's.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> Statistics() =>
        [.. Tensors.Where(entry => entry.Name.StartsWith(StatisticsPrefix, StringComparison.Ordinal))
            .Select(entry => (entry.Name[StatisticsPrefix.Length..], entry.Tensor))];

    /// <summary>Whether it holds running statistics of a stream's own.</summary>
    /// <param name="stream">The stream.</param>
    public bool HasStatistics(string stream) =>
        Statistics().Any(entry => entry.Name.StartsWith($"{stream}/", StringComparison.Ordinal));

    /// <summary>
    /// The weights and buffers of the network that taught the model; empty where none did.
    /// </summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> TeacherTensors()
    {
        var prefix = Tensors.Select(entry => entry.Name).FirstOrDefault(name => name.Contains(TeacherPart, StringComparison.Ordinal)
            && name.StartsWith(SupervisorPrefix, StringComparison.Ordinal));
        prefix = prefix?[..(prefix.IndexOf(TeacherPart, StringComparison.Ordinal) + TeacherPart.Length)];
        return prefix is null ? [] : [.. Tensors.Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => (entry.Name[prefix.Length..], entry.Tensor))];
    }

    /// <summary>Copies the weights and buffers into a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stream">The stream whose running statistics are taken; null takes the labeled stream's.</param>
    /// <exception cref="InputException">
    /// The model has other tensors than the checkpoint, of which the first is named, or the stream has no statistics.
    /// </exception>
    public void RestoreModel(Module model, string? stream = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Require.That(
            stream is null or SampleStream.Labeled || HasStatistics(stream), "train.evaluation.domain",
            $"{stream}, of which the checkpoint of step {Manifest.Progress.Step} has no running statistics",
            string.Join(", ", Statistics().Select(entry => entry.Name.Split('/')[0]).Prepend(SampleStream.Labeled).Distinct()),
            "name one of them, or train a run with train.domain_statistics=true");
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var wanted = model.StateDict();
        foreach (var (name, tensor) in wanted)
        {
            if (Find(name, stream) is not { } saved || !saved.Shape.SequenceEqual(tensor.Shape))
            {
                throw new InputException(
                    "checkpoint",
                    Find(name) is { } other ? $"{name} of shape [{string.Join(", ", other.Shape.ToArray())}]" : $"no tensor {name}",
                    $"{name} of shape [{string.Join(", ", tensor.Shape.ToArray())}]",
                    "use the configuration that the checkpoint was trained with");
            }

            tensor.CopyInPlace(saved);
        }

        if (Manifest.ModelTensors.FirstOrDefault(name => wanted.All(entry => entry.Name != name)) is { } extra)
        {
            throw new InputException(
                "checkpoint", $"a tensor {extra}", "only tensors that the model has",
                "use the configuration that the checkpoint was trained with");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in owned)
        {
            tensor.Dispose();
        }
    }

    private Tensor? Find(string name, string? stream) =>
        (stream is null ? null : Find($"{StatisticsPrefix}{stream}/{name}")) ?? Find(name);

    private static CheckpointManifest ParseManifest(string path, string text)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<CheckpointManifest>(text, Json);
            if (manifest?.Format == CheckpointManifest.CurrentFormat)
            {
                return manifest;
            }

            throw new InputException(path, $"checkpoint format {manifest?.Format}", KnownFormat, "use the version that wrote it");
        }
        catch (JsonException broken)
        {
            throw new InputException(
                path, $"a manifest that cannot be read ({broken.Message})", "the manifest of a checkpoint", "use an older checkpoint",
                broken);
        }
    }
}
