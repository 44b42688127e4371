using Panoptes.Foundation;

namespace Panoptes.Data.Configuration;

/// <summary>A named stream of training samples.</summary>
public sealed record StreamConfig
{
    /// <summary>The split that its samples come from; null for the training split.</summary>
    public string? Split { get; init; }

    /// <summary>
    /// The data set that its samples come from, where it is another one than that of <c>data.root</c>; null where it is not.
    /// </summary>
    public OtherDataConfig? Data { get; init; }

    /// <summary>
    /// The JSON file that says which class of the training stands for each class of that data set:
    /// <c>{"their name": "our name", "another": "void"}</c>. What it does not name is void; null where the classes are the same.
    /// </summary>
    public string? ClassMap { get; init; }

    /// <summary>
    /// The file that lists which of its samples are drawn, as <c>panoptes split</c> writes it; null for all. Or the published list of a
    /// part of Cityscapes, or a COCO JSON of chosen images.
    /// </summary>
    public string? List { get; init; }

    /// <summary>The file that lists which of its samples are left out, in the same forms; null for none.</summary>
    public string? Exclude { get; init; }

    /// <summary>
    /// The share of what is then left that is drawn, above 0 and at most 1: always the same samples, and a smaller share within a larger
    /// one.
    /// </summary>
    public double Share { get; init; } = 1;

    /// <summary>Another number draws another share.</summary>
    public long ShareSeed { get; init; }

    /// <summary>Samples of it in a step, at least 1; null for the training's batch size.</summary>
    public int? BatchSize { get; init; }

    /// <summary>
    /// The folder of a finished run whose model labels the samples, whole and as they are on disk; null for the labels of the split. Its
    /// best weights label, and stay as they are.
    /// </summary>
    public string? LabeledBy { get; init; }

    /// <summary>
    /// How sure that model must be, 0 to 1: pixels of less become void, and segments and objects of less are left out. All counts at 0.
    /// </summary>
    public double MinScore { get; init; }

    /// <summary>
    /// The share of objects that is removed from its labels, 0 to 1, for experiments on labels that lack objects: always the same ones.
    /// </summary>
    public double DropObjects { get; init; }

    /// <summary>The class that the pixels of removed objects become, of stuff; null for void.</summary>
    public string? DropTo { get; init; }

    /// <summary>Another number removes other objects.</summary>
    public long DropSeed { get; init; }

    /// <summary>Which of its images are drawn and what their crops are laid round; null for <c>data.sampler</c>.</summary>
    public SamplerConfig? Sampler { get; init; }

    /// <summary>
    /// Whether its images are changed as <c>augmentation.strong</c> says; null for yes, unless a teacher labels another stream.
    /// </summary>
    public bool? Strong { get; init; }

    /// <summary>How its images are spoiled before anyone sees them, a model that labels them included; null for not at all.</summary>
    public CorruptionConfig? Corruption { get; init; }

    /// <summary>Checks ranges.</summary>
    /// <param name="name">The stream's name.</param>
    /// <exception cref="InputException">A value is out of range; names the key.</exception>
    public void Validate(string name)
    {
        if (BatchSize is < 1)
        {
            throw new InputException(
                $"data.streams.{name}.batch_size", $"{BatchSize}", "at least 1", "set it to 1 or more, or leave it out");
        }

        Require.That(
            Share is > 0 and <= 1, $"data.streams.{name}.share", FormattableString.Invariant($"{Share}"), "a number above 0, at most 1",
            "give the share of the samples that are drawn");
        Require.That(
            ClassMap is null || Data is { Format: not DataFormat.Images }, $"data.streams.{name}.class_map", ClassMap,
            "labels of another data set beside it", $"name it with data.streams.{name}.data, or leave class_map out");
        Sampler?.Validate($"data.streams.{name}.sampler");
        Corruption?.Validate($"data.streams.{name}.corruption");
        Require.Within($"data.streams.{name}.drop_objects", DropObjects, 0, 1);
        Require.That(
            DropTo is null || DropObjects > 0, $"data.streams.{name}.drop_to", DropTo, "nothing, as drop_objects removes none",
            "set drop_objects, or leave drop_to out");
        if (MinScore is not (>= 0 and <= 1))
        {
            throw new InputException($"data.streams.{name}.min_score", $"{MinScore}", "0 to 1", "give a number within that range");
        }

        if (MinScore > 0 && LabeledBy is null)
        {
            throw new InputException(
                $"data.streams.{name}.min_score", $"{MinScore} without a model that labels", $"data.streams.{name}.labeled_by beside it",
                "name the run whose model labels, or leave min_score out");
        }
    }
}
