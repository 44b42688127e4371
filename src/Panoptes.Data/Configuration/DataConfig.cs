namespace Panoptes.Data.Configuration;

/// <summary>Where the images and labels are and how they are to be read.</summary>
public sealed record DataConfig
{
    /// <summary>The data set's folder.</summary>
    public string Root { get; init; } = "";

    /// <summary>The layout on disk; <c>auto</c> looks at the folder and says what it found.</summary>
    public DataFormat Format { get; init; } = DataFormat.Auto;

    /// <summary>The split trained on.</summary>
    public string TrainSplit { get; init; } = "train";

    /// <summary>The split validated on while training.</summary>
    public string ValSplit { get; init; } = "val";

    /// <summary>The split tested on at the end.</summary>
    public string TestSplit { get; init; } = "test";

    /// <summary>
    /// The data set of the validation and the test split, where models are measured on another one than they are trained on; null where it
    /// is the same. Where its classes are others than those trained on, <c>train.evaluation.kinds</c> must name them (<c>unsupervised</c>).
    /// </summary>
    public OtherDataConfig? Truth { get; init; }

    /// <summary>
    /// The streams that training draws from, by name, for supervisors (<c>train.supervisors</c>) to read. Empty stands for one, called
    /// <c>labeled</c>, of the training split.
    /// </summary>
    public IReadOnlyDictionary<string, StreamConfig> Streams { get; init; } = new Dictionary<string, StreamConfig>();

    /// <summary>Which images training draws and what their crops are laid round; a stream may have its own.</summary>
    public SamplerConfig Sampler { get; init; } = new();

    /// <summary>
    /// The folder that keeps which segments of which class each image has, for <c>class_pair</c>: found once, and again when files change.
    /// </summary>
    public string SegmentIndex { get; init; } = "runs/.segments";

    /// <summary>
    /// The class table: a built-in name (<c>camvid11</c>, <c>cityscapes</c>), the path of a classes.json, or null for the data set's own.
    /// </summary>
    public string? Classes { get; init; }

    /// <summary>
    /// Makes raw id 0 of a CamVid-style folder void and moves the other classes down by one; the resulting table is printed.
    /// </summary>
    public bool ReduceZeroLabel { get; init; }

    /// <summary>Name of the image folder of a CamVid-style split.</summary>
    public string Images { get; init; } = "images";

    /// <summary>Name of the label folder of a CamVid-style split.</summary>
    public string Labels { get; init; } = "labels";

    /// <summary>Which label files of a Cityscapes folder are read.</summary>
    public CityscapesLabels CityscapesLabels { get; init; } = CityscapesLabels.Auto;

    /// <summary>How the maps of <c>format: instance_maps</c> hold class and object.</summary>
    public ObjectNumbers ObjectNumbers { get; init; } = ObjectNumbers.Cityscapes;

    /// <summary>Where pseudo-labels are and how they are read.</summary>
    public PseudoLabelConfig PseudoLabels { get; init; } = new();

    /// <summary>The Mapillary Vistas version: <c>auto</c>, <c>v1.2</c> or <c>v2.0</c>.</summary>
    public string VistasVersion { get; init; } = "auto";

    /// <summary>The JSON of a COCO split relative to Root, with <c>{split}</c> for its name; null for COCO's own names.</summary>
    public string? Annotations { get; init; }

    /// <summary>Name of a folder with 16-bit depth PNGs, beside the image folder; null where depth is not wanted.</summary>
    public string? Depth { get; init; }

    /// <summary>Stored depth units a meter: meters = value / DepthScale. 0 is unknown depth.</summary>
    public double DepthScale { get; init; } = 256;

    /// <summary>
    /// How the images are spoiled that models are measured on, while they train and by <c>eval</c>; those of streams have their own.
    /// </summary>
    public CorruptionConfig Corruption { get; init; } = new();

    /// <summary>The data set's own name of a split.</summary>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c> for those of this configuration, or the name of another.</param>
    public string SplitNamed(string split) => split switch
    {
        "train" => TrainSplit,
        "val" => ValSplit,
        "test" => TestSplit,
        _ => split,
    };

    /// <summary>Where a split is read from that a trained model is measured on.</summary>
    /// <param name="split">Its name.</param>
    public DataConfig Of(string split) => split == TrainSplit ? this : OfTruth();

    /// <summary>Where the validation and the test split are read from.</summary>
    public DataConfig OfTruth() => Truth is null ? this : With(Truth);

    /// <summary>Where the samples of a stream are read from.</summary>
    /// <param name="stream">The stream.</param>
    public DataConfig Of(StreamConfig stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.Data is null ? this : With(stream.Data);
    }

    private DataConfig With(OtherDataConfig other) => this with
    {
        Truth = null,
        Root = other.Root ?? Root,
        Format = other.Format,
        Classes = other.Classes,
        Images = other.Images,
        Labels = other.Labels,
        CityscapesLabels = other.CityscapesLabels,
        ObjectNumbers = other.ObjectNumbers,
        PseudoLabels = other.PseudoLabels,
        Annotations = other.Annotations,
        ReduceZeroLabel = false,
        Depth = null,
    };
}
