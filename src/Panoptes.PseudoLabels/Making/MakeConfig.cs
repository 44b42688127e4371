using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;
using Panoptes.PseudoLabels.Clustering;
using Panoptes.PseudoLabels.Fields;
using Panoptes.PseudoLabels.Splitting;

namespace Panoptes.PseudoLabels.Making;

/// <summary>How pseudo-labels are made of images and of what networks said of them (spec 4).</summary>
public sealed record MakeConfig
{
    private static readonly JsonSerializerOptions Form = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The images: a folder of any depth, or one with leftImg8bit_sequence or leftImg8bit.</summary>
    public string Images { get; init; } = "";

    /// <summary>The split, a folder below that of the images; null for all.</summary>
    public string? Split { get; init; }

    /// <summary>Label pixels a pixel of the image, above 0, at most 1: CUPS writes 0.625 for Cityscapes.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Where clusters come from.</summary>
    public ClassSourceConfig Source { get; init; } = new();

    /// <summary>How features are clustered.</summary>
    public ClusteringConfig Clustering { get; init; } = new();

    /// <summary>Whether clusters are merged.</summary>
    public MergeConfig Merge { get; init; } = new();

    /// <summary>The random field that refines classes; null for none.</summary>
    public DenseFieldConfig? Field { get; init; } = new();

    /// <summary>Pixels whose class is less probable become void, 0 to 1.</summary>
    public double Confidence { get; init; }

    /// <summary>Where depth comes from.</summary>
    public DepthSourceConfig Depth { get; init; } = new();

    /// <summary>How instances are found.</summary>
    public InstancesConfig Instances { get; init; } = new();

    /// <summary>Which clusters are things.</summary>
    public SplitConfig Things { get; init; } = new();

    /// <summary>Statistics that tell things from stuff instead of those counted here: JSON, or published .pt files.</summary>
    public IReadOnlyList<string> Statistics { get; init; } = [];

    /// <summary>Threads to use; all cores where 0. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Memory in GiB that decides how many images are worked on at once.</summary>
    public double Memory { get; init; } = 4;

    /// <summary>Checks every value.</summary>
    /// <exception cref="InputException">A value is out of range, or contradicts another; named with its key.</exception>
    public void Check()
    {
        Require.That(Images.Length > 0, "images", "nothing", "the folder of the images", "set images=FOLDER");
        Require.That(Scale is > 0 and <= 1, "scale", Scale, "above 0, at most 1");
        Source.Check("source");
        Clustering.Check("clustering");
        Merge.Check("merge", Source.Kind);
        Field?.Check("field");
        Require.Within("confidence", Confidence, 0, 1);
        Depth.Check("depth");
        Instances.Check("instances");
        Things.Check("things");
        Require.AtLeast("threads", Threads, 0);
        Require.Positive("memory", Memory);
        var usesDepth = Instances.From is InstanceSource.Depth or InstanceSource.ThingDepth || Source.Windows is not null;
        Require.That(
            !usesDepth || Depth.Folder is not null, "depth.folder", "nothing",
            "a folder of depth maps, for instances by depth and for windows", "set depth.folder=FOLDER");
        Require.That(
            !Instances.NeedsThings || Things.Rule == ThingRule.Ids || Statistics.Count > 0, "things.rule", Things.Rule,
            $"ids, or statistics: instances.from={Instances.From} starts from things", "list the clusters in things.ids");
    }

    /// <summary>
    /// What the maps follow from, as text: all settings but those that only the contract or the machine is concerned with.
    /// </summary>
    internal string Essence() => JsonSerializer.Serialize(
        this with
        {
            Threads = 0,
            Memory = 1,
            Things = Instances.NeedsThings ? Things : new SplitConfig(),
            Statistics = Instances.NeedsThings ? Statistics : [],
        },
        Form);
}
