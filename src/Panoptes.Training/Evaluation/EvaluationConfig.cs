using Panoptes.Foundation;
using Panoptes.Models.Outputs.Readings;

namespace Panoptes.Training.Evaluation;

/// <summary>How an image passes through the model.</summary>
public enum EvaluationMode
{
    /// <summary>The whole image at once.</summary>
    Whole,

    /// <summary>Overlapping windows whose logits are averaged.</summary>
    Slide,

    /// <summary>
    /// The image is brought to the least size that covers one window, and as few windows as cover it lie evenly along its longer side;
    /// their scores are averaged (EoMT, semantic segmentation). One window passes the model at a time.
    /// </summary>
    Cover,
}

/// <summary>Which network is measured where one teaches the other.</summary>
public enum EvaluatedNetwork
{
    /// <summary>Both, in one pass over the data; the student decides which checkpoint is the best.</summary>
    Both,

    /// <summary>The trained one.</summary>
    Student,

    /// <summary>The one that labels.</summary>
    Teacher,
}

/// <summary>When and how a model is measured.</summary>
public sealed record EvaluationConfig
{
    /// <summary>Steps between two evaluations during training, at least 1; the last step is always evaluated. 0 never evaluates.</summary>
    public long Every { get; init; } = 500;

    /// <summary>Evaluations in a row without a better one after which training stops early, at least 1; null never stops early.</summary>
    public int? Patience { get; init; }

    /// <summary>Whole image, sliding windows, or windows of an image that was brought to their size.</summary>
    public EvaluationMode Mode { get; init; } = EvaluationMode.Whole;

    /// <summary>
    /// Height and width that an image is fitted into with its aspect kept before it enters the model; empty keeps the native size.
    /// </summary>
    public IReadOnlyList<int> Size { get; init; } = [];

    /// <summary>
    /// What is measured: <c>semantic</c>, <c>panoptic</c>, <c>instance</c>; where the network was trained on clusters, <c>unsupervised</c>
    /// or <c>unsupervised_semantic</c>, which name the clusters by the classes of <c>data.truth</c>. The first decides which checkpoint is
    /// the best. Empty measures the run's task.
    /// </summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>
    /// Which network is measured where one teaches the other: <c>both</c>, of which the student decides which checkpoint is the best,
    /// <c>student</c> or <c>teacher</c>. Means nothing without a teacher.
    /// </summary>
    public EvaluatedNetwork Network { get; init; } = EvaluatedNetwork.Both;

    /// <summary>
    /// With <c>train.domain_statistics</c>: the stream with whose running statistics the network is measured and predicts; null for the
    /// labeled one's. A teacher has one set of them, those of the stream that it labels.
    /// </summary>
    public string? Domain { get; init; }

    /// <summary>How clusters are named by classes.</summary>
    public ClusterMatching Matching { get; init; } = new();

    /// <summary>
    /// Length in pixels that an image's short side is brought to before it enters the model, its aspect kept; null keeps the native size,
    /// or
    /// <see cref="Size"/>.
    /// </summary>
    public int? ShortSide { get; init; }

    /// <summary>With <see cref="ShortSide"/>: the long side is brought to this where it would be longer; null does not bound it.</summary>
    public int? LongSideMax { get; init; }

    /// <summary>Which masks become segments of a panoptic prediction.</summary>
    public PanopticOptions Panoptic { get; init; } = new();

    /// <summary>How many objects an image may have at most, at least 1.</summary>
    public int MaxDetections { get; init; } = 100;

    /// <summary>Slide and cover: window height and width in pixels.</summary>
    public IReadOnlyList<int> Window { get; init; } = [512, 512];

    /// <summary>Slide: distance between windows, down and across, at most the window.</summary>
    public IReadOnlyList<int> Stride { get; init; } = [384, 384];

    /// <summary>Slide and cover: sum the windows' logits in main memory, for images whose logits do not fit the device.</summary>
    public bool AccumulateOnCpu { get; init; }

    /// <summary>
    /// Test-time augmentation: factors on the image size whose predictions are joined: probabilities of pixels averaged, objects and
    /// segments merged. Training evaluates with <c>[1]</c>.
    /// </summary>
    public IReadOnlyList<double> Scales { get; init; } = [1];

    /// <summary>Test-time augmentation: join with the prediction for the mirrored image, too.</summary>
    public bool Flip { get; init; }

    /// <summary>Images in one forward pass; images of unlike size are never batched together.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Images decoded ahead by other threads, at least 0.</summary>
    public int Prefetch { get; init; } = 2;

    /// <summary>Also compute the validation cross-entropy.</summary>
    public bool Loss { get; init; } = true;

    /// <summary>Images with the lowest scores that a result names, at least 0; memory does not grow with the data set.</summary>
    public int WorstImages { get; init; } = 32;

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">An option is out of range; names it.</exception>
    public void Validate()
    {
        Require.AtLeast("train.evaluation.every", Every, 0);
        Require.AtLeast("train.evaluation.patience", Patience ?? 1, 1);
        Require.AtLeast("train.evaluation.batch_size", BatchSize, 1);
        Require.AtLeast("train.evaluation.prefetch", Prefetch, 0);
        Require.AtLeast("train.evaluation.worst_images", WorstImages, 0);
        Require.AtLeast("train.evaluation.max_detections", MaxDetections, 1);
        Require.Within("train.evaluation.panoptic.object_score", Panoptic.ObjectScore ?? 0, 0, 1);
        Require.Within("train.evaluation.panoptic.overlap", Panoptic.Overlap ?? 0, 0, 1);
        Require.AtLeast("train.evaluation.short_side", ShortSide ?? 1, 1);
        Require.AtLeast("train.evaluation.long_side_max", LongSideMax ?? 1, 1);
        RequireOneSize();
        RequirePair("train.evaluation.window", Window, mayBeEmpty: false);
        RequirePair("train.evaluation.stride", Stride, mayBeEmpty: false);
        RequirePair("train.evaluation.size", Size, mayBeEmpty: true);
        for (var i = 0; i < 2 && Mode == EvaluationMode.Slide; i++)
        {
            if (Stride[i] > Window[i])
            {
                throw new InputException(
                    "train.evaluation.stride", $"{Stride[i]} for a window of {Window[i]}", "a stride of at most the window",
                    "lower the stride: pixels between windows would have no prediction");
            }
        }

        if (Patience is not null && Every == 0)
        {
            throw new InputException(
                "train.evaluation.patience", $"{Patience} without evaluations", "an evaluation interval",
                "set train.evaluation.every, or patience to null");
        }

        if (Scales.Count == 0)
        {
            throw new InputException("train.evaluation.scales", "an empty list", "at least one factor", "set it to [1]");
        }

        foreach (var scale in Scales)
        {
            Require.Positive("train.evaluation.scales", scale);
        }
    }

    /// <summary>The size at which an image enters the model.</summary>
    /// <param name="width">The image's width in pixels.</param>
    /// <param name="height">The image's height in pixels.</param>
    /// <param name="factor">The factor of a view of test-time augmentation.</param>
    public (int Width, int Height) InputSize(int width, int height, double factor = 1)
    {
        var scale = factor;
        if (Mode == EvaluationMode.Cover)
        {
            scale *= Math.Max((double)Window[0] / height, (double)Window[1] / width);
        }
        else if (Size.Count == 2)
        {
            scale *= Math.Min((double)Size[0] / height, (double)Size[1] / width);
        }
        else if (ShortSide is { } shortSide)
        {
            // As detectron2's ResizeShortestEdge: the longer side is bounded after the shorter one is set.
            scale *= (double)shortSide / Math.Min(width, height);
            var longest = scale * Math.Max(width, height);
            scale *= LongSideMax is { } most && most * factor < longest ? most * factor / longest : 1;
        }

        return scale == 1 ? (width, height) : (Scaled(width, scale), Scaled(height, scale));
    }

    private static int Scaled(int length, double scale) => Math.Max(1, (int)((length * scale) + 0.5));

    private void RequireOneSize()
    {
        if (ShortSide is not null && Size.Count > 0)
        {
            throw new InputException(
                "train.evaluation.short_side", $"{ShortSide} beside a size of [{string.Join(", ", Size)}]", "one of the two",
                "set train.evaluation.size=[]");
        }

        if (Mode == EvaluationMode.Cover && (ShortSide is not null || Size.Count > 0))
        {
            throw new InputException(
                "train.evaluation.mode", "cover beside train.evaluation.short_side or size", "one of them: windows give the size",
                "set train.evaluation.window, and remove the others");
        }

        if (LongSideMax is not null && ShortSide is null)
        {
            throw new InputException(
                "train.evaluation.long_side_max", $"{LongSideMax} without a short side", "train.evaluation.short_side beside it",
                "set both");
        }
    }

    private static void RequirePair(string option, IReadOnlyList<int> values, bool mayBeEmpty)
    {
        if (mayBeEmpty && values.Count == 0)
        {
            return;
        }

        if (values.Count != 2 || values[0] < 1 || values[1] < 1)
        {
            throw new InputException(
                option, $"[{string.Join(", ", values)}]", "[height, width], both at least 1", $"give {option} two sizes in pixels");
        }
    }
}
