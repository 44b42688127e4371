using Panoptes.Foundation;

namespace Panoptes.Training.Configuration;

/// <summary>
/// Which predictions of a teacher become labels (Guided Distillation's filter; CUPS' and UniMatch V2's thresholds of pixels).
/// </summary>
public sealed record TeacherLabelConfig
{
    /// <summary>
    /// Objects and segments of a score up to this are left out, 0 to 1: of networks that predict a set of masks the class's probability,
    /// else the prediction's score.
    /// </summary>
    public double Score { get; init; } = 0.7;

    /// <summary>
    /// Segments of stuff of a score up to this are left out, 0 to 1, where the teacher's prediction is read as a panoptic one; null for
    /// <see cref="Score"/>.
    /// </summary>
    public double? StuffScore { get; init; }

    /// <summary>Scores of single classes that take the place of <see cref="Score"/>, by the class's name.</summary>
    public IReadOnlyDictionary<string, double> ClassScores { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// The share of the surest predictions of each class that is kept, above 0 to 1, where that asks for more than <see cref="Score"/>;
    /// over the predictions of the last 1,000 of the class. Null is off.
    /// </summary>
    public double? ClassShare { get; init; }

    /// <summary>A pixel is inside a mask where the mask's probability is above this, 0 to 1.</summary>
    public double Mask { get; init; } = 0.5;

    /// <summary>
    /// Masks are left out whose probabilities add up to this or less, over the cells of the network's mask (stride 4: 5 cells are 80
    /// pixels).
    /// </summary>
    public double MinSoftArea { get; init; } = 5;

    /// <summary>The least mean probability inside a mask, 0 to 1.</summary>
    public double MinMaskScore { get; init; }

    /// <summary>Of masks of one class that overlap by more than this IoU only the surest stays; null keeps all.</summary>
    public double? DuplicateIou { get; init; }

    /// <summary>The most labels of an image, the surest first; null for no limit.</summary>
    public int? MaxPerImage { get; init; }

    /// <summary>Whether masks without a pixel are left out; the released code keeps them.</summary>
    public bool DropEmpty { get; init; } = true;

    /// <summary>
    /// Two-stage detectors: whether labels teach where objects are and what, but not their masks, on which the mask head has no loss then.
    /// For a teacher whose boxes are better than its masks.
    /// </summary>
    public bool BoxesOnly { get; init; }

    /// <summary>
    /// Whether images without a label are left out of the loss, which else teaches that there is nothing in them.
    /// </summary>
    public bool SkipEmptyImages { get; init; }

    /// <summary>Semantic: pixels of a probability below this are void, 0 to 1.</summary>
    public double PixelScore { get; init; } = 0.95;

    /// <summary>
    /// Label maps: a class is kept where its probability is above this share of its largest one in the image, 0 to 1 (CUPS: 0.5), in
    /// place of <see cref="PixelScore"/>; null is off.
    /// </summary>
    public double? RelativePixelScore { get; init; }

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A value is out of range; names the key.</exception>
    public void Validate()
    {
        foreach (var (key, value) in new (string, double)[]
            {
                ("score", Score), ("stuff_score", StuffScore ?? 0), ("mask", Mask), ("min_mask_score", MinMaskScore),
                ("duplicate_iou", DuplicateIou ?? 0), ("pixel_score", PixelScore), ("relative_pixel_score", RelativePixelScore ?? 0),
            })
        {
            Require.Within($"train.teacher.labels.{key}", value, 0, 1);
        }

        foreach (var (name, score) in ClassScores)
        {
            Require.Within($"train.teacher.labels.class_scores.{name}", score, 0, 1);
        }

        Require.That(
            ClassShare is null or (> 0 and <= 1), "train.teacher.labels.class_share", ClassShare, "above 0, at most 1, or nothing");
        Require.AtLeast("train.teacher.labels.min_soft_area", MinSoftArea, 0);
        Require.AtLeast("train.teacher.labels.max_per_image", MaxPerImage ?? 1, 1);
    }
}
