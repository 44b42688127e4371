using Panoptes.Foundation;
using Panoptes.Models.Backbones.Pyramid;
using Panoptes.Models.Detection;
using Panoptes.Models.Layers;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings.Boxes;
using Panoptes.Models.Weights;
using Panoptes.Tensors;

namespace Panoptes.Models.Segmenters;

/// <summary>
/// Mask R-CNN (He et al. 2017), with several stages Cascade R-CNN (Cai and Vasconcelos 2018), with a semantic head Panoptic FPN (Kirillov
/// et al. 2019): images → pyramid → proposals → boxes with classes and masks. Names are detectron2's: <c>backbone</c>,
/// <c>proposal_generator</c>, <c>roi_heads</c>, <c>sem_seg_head</c>.
/// </summary>
public sealed class MaskRcnn : Segmenter, IWeightGuard
{
    private const int Stride = 32;
    private const string ThingFact = "things";
    private const string StuffFact = "stuff";

    // The semantic head sees the maps p2 to p5.
    private static readonly Range ForStuff = ..4;

    private readonly ThingTable classes;
    private readonly bool blueFirst;
    private readonly FindingConfig finding;
    private readonly BoxReadingConfig reading;
    private readonly SemanticHead? semantic;

    /// <summary>Puts a network together.</summary>
    /// <param name="pyramid">What makes maps at strides 4 to 64.</param>
    /// <param name="config">Settings of the heads.</param>
    /// <param name="classes">Which classes the maps are of, in their order.</param>
    /// <param name="finding">Which boxes count as found.</param>
    /// <param name="reading">How outputs are read.</param>
    /// <param name="blueFirst">Whether images are turned to blue, green, red before they enter, as detectron2's own weights want.</param>
    /// <exception cref="InputException">The settings do not fit each other.</exception>
    public MaskRcnn(
        FeaturePyramid pyramid, DetectorConfig config, ThingTable classes, FindingConfig finding, BoxReadingConfig reading,
        bool blueFirst = false)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(classes);
        if (config.Stages.Count > 1 && !config.ClassAgnosticBoxes)
        {
            throw new InputException(
                "the detector's stages", $"{config.Stages.Count} with a box for each class", "one box whatever the class",
                "set class_agnostic_boxes");
        }

        (this.classes, this.finding, this.reading, this.blueFirst) = (classes, finding, reading, blueFirst);
        Config = config;
        Backbone = Child("backbone", pyramid);
        Proposals = Child("proposal_generator", new ProposalGenerator(config.Width, config.Proposals));
        Heads = Child("roi_heads", new RoiHeads(config));
        semantic = config.SemanticMaps > 0
            ? Child("sem_seg_head", new SemanticHead(config.Width, config.SemanticWidth, config.SemanticMaps)) : null;
    }

    /// <summary>Its settings.</summary>
    public DetectorConfig Config { get; }

    /// <summary>What makes the maps.</summary>
    public FeaturePyramid Backbone { get; }

    /// <summary>What finds boxes that may hold an object.</summary>
    public ProposalGenerator Proposals { get; }

    /// <summary>What looks at boxes.</summary>
    public RoiHeads Heads { get; }

    /// <inheritdoc/>
    public override int NumClasses => classes.Classes;

    /// <inheritdoc/>
    public override Type OutputKind => typeof(Detections);

    /// <summary>Whether it tells stuff from what is no object.</summary>
    public bool HasStuff => semantic is not null;

    /// <summary>Which classes the heads' maps are of, in their order, which no tensor tells.</summary>
    IReadOnlyDictionary<string, string> IWeightGuard.Facts => Facts.ToDictionary(fact => fact.Name, fact => fact.Ids);

    private (string Name, string Ids)[] Facts =>
    [
        (ThingFact, string.Join(", ", classes.Things)),
        .. HasStuff ? [(StuffFact, string.Join(", ", classes.StuffMaps.Skip(1)))] : Array.Empty<(string, string)>(),
    ];

    /// <inheritdoc/>
    WeightMismatch? IWeightGuard.Mismatch(WeightFile file, IReadOnlyDictionary<string, WeightSource> given)
    {
        foreach (var (name, own) in HasHeads(given) ? Facts : [])
        {
            // Another number of classes has other shapes, which are not loaded.
            if (file.Metadata.TryGetValue(name, out var ids) && ids != own && ids.Split(',').Length == own.Split(',').Length)
            {
                return new WeightMismatch(
                    $"heads whose maps are of the {name} {ids}", $"{own}, as this model has; the tensors are alike but mean something else",
                    $"set model.{name}=[{ids}], or load the backbone alone with model.weights_scope=backbone");
            }
        }

        return null;
    }

    /// <inheritdoc/>
    string? IWeightGuard.Warning(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) =>
        HasHeads(given) && !file.Metadata.ContainsKey(ThingFact)
            ? "the file does not say which classes its heads are of, and its tensors cannot tell; this model takes them for "
                + string.Join(" and ", Facts.Select(fact => $"model.{fact.Name}=[{fact.Ids}]"))
            : null;

    private static bool HasHeads(IReadOnlyDictionary<string, WeightSource> given) =>
        given.Keys.Any(name => name.StartsWith("roi_heads.", StringComparison.Ordinal));

    /// <summary>Which classes the maps are of, in their order.</summary>
    public ThingTable Things => classes;

    /// <summary>How outputs are read.</summary>
    public BoxReadingConfig Reading => reading;

    /// <summary>Which boxes count as found.</summary>
    public FindingConfig Finding => finding;

    /// <inheritdoc/>
    public override SegmenterOutputs Forward(Tensor images)
    {
        using var scope = TensorScope.Open();
        var outputs = Look(images);
        return (IsTraining ? outputs : WithObjects(outputs)).Return(scope);
    }

    /// <summary>
    /// What the heads make of images, without the objects: those are asked for afterwards, of boxes of one's own choice. The maps of the
    /// pyramid are kept, which take most of the memory: 179 MB in float32 for an image of 1024x2048 pixels.
    /// </summary>
    /// <param name="images">Normalized images: (N,3,H,W), float32.</param>
    /// <returns>Outputs without <see cref="Detections.Found"/>; the tensors belong to the innermost open scope.</returns>
    public Detections Look(Tensor images)
    {
        CheckImages(images);
        using var scope = TensorScope.Open();
        var padded = StridePadding.Pad(blueFirst ? images.Flip([1]) : images, Stride);
        return (Detections)Maps(
            Backbone.Extract(padded), ((int)images.Size(2), (int)images.Size(3)), ((int)padded.Size(2), (int)padded.Size(3))).Return(scope);
    }

    /// <summary>What the heads make of a pyramid.</summary>
    /// <param name="pyramid">Its maps p2 to p6.</param>
    /// <param name="size">Height and width of the images.</param>
    /// <param name="paddedSize">The same after padding.</param>
    public Detections Predict(Tensor[] pyramid, (int Height, int Width) size, (int Height, int Width) paddedSize)
    {
        ArgumentNullException.ThrowIfNull(pyramid);
        var outputs = Maps(pyramid, size, paddedSize);
        return IsTraining ? outputs : WithObjects(outputs);
    }

    /// <summary>What it said of several views of images, read as its outputs of one are.</summary>
    /// <param name="found">The merged objects of every image.</param>
    /// <param name="stuff">Of every image (S + 1, Height, Width): how likely stuff is; null without a semantic head.</param>
    public MergedViews Merged(IReadOnlyList<FoundBoxes> found, IReadOnlyList<Tensor>? stuff) => new(found, stuff, classes, reading);

    private static Detections WithObjects(Detections outputs) =>
        outputs with { Found = outputs.Find([.. outputs.Propose().Select(each => each.Boxes)]) };

    private Detections Maps(Tensor[] pyramid, (int Height, int Width) size, (int Height, int Width) paddedSize)
    {
        var levels = Proposals.Forward(pyramid);
        return new Detections(levels, semantic?.Forward(pyramid[ForStuff]), size, paddedSize, classes, reading)
        {
            Pyramid = pyramid,
            Propose = () => Proposals.Propose(levels, size),
            Stage = (stage, boxes) => Heads.Stage(stage, pyramid, boxes),
            Coders = Heads.Coders,
            Masks = boxes => Heads.Masks(pyramid, boxes),
            Find = boxes => BoxFinder.Find(Heads, pyramid, boxes, size, finding),
        };
    }
}
