using Panoptes.Foundation;
using Panoptes.Training.Configuration;

namespace Panoptes.Training.Evaluation;

/// <summary>How an image passes through the model.</summary>
public enum EvaluationMode
{
    /// <summary>The whole image at once.</summary>
    Whole,

    /// <summary>Overlapping windows whose logits are averaged.</summary>
    Slide,
}

/// <summary>When and how a model is measured.</summary>
public sealed record EvaluationConfig
{
    /// <summary>Steps between two evaluations during training, at least 1; the last step is always evaluated. 0 never evaluates.</summary>
    public long Every { get; init; } = 500;

    /// <summary>Evaluations in a row without a better one after which training stops early, at least 1; null never stops early.</summary>
    public int? Patience { get; init; }

    /// <summary>Whole image or sliding window.</summary>
    public EvaluationMode Mode { get; init; } = EvaluationMode.Whole;

    /// <summary>Height and width that an image is fitted into with its aspect kept before it enters the model; empty keeps the native size.</summary>
    public IReadOnlyList<int> Size { get; init; } = [];

    /// <summary>Slide: window height and width in pixels.</summary>
    public IReadOnlyList<int> Window { get; init; } = [512, 512];

    /// <summary>Slide: distance between windows, down and across, at most the window.</summary>
    public IReadOnlyList<int> Stride { get; init; } = [384, 384];

    /// <summary>Slide: sum the windows' logits in main memory, for images whose logits do not fit the device.</summary>
    public bool AccumulateOnCpu { get; init; }

    /// <summary>Test-time augmentation: factors on the image size whose softmax outputs are averaged. Training evaluates with <c>[1]</c>.</summary>
    public IReadOnlyList<double> Scales { get; init; } = [1];

    /// <summary>Test-time augmentation: average with the mirrored image too.</summary>
    public bool Flip { get; init; }

    /// <summary>Images in one forward pass; images of unlike size are never batched together.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Images decoded ahead by other threads, at least 0.</summary>
    public int Prefetch { get; init; } = 2;

    /// <summary>Also compute the validation cross-entropy.</summary>
    public bool Loss { get; init; } = true;

    /// <summary>Images with the lowest mIoU that a result names, at least 0; memory does not grow with the data set.</summary>
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
        RequirePair("train.evaluation.window", Window, mayBeEmpty: false);
        RequirePair("train.evaluation.stride", Stride, mayBeEmpty: false);
        RequirePair("train.evaluation.size", Size, mayBeEmpty: true);
        for (var i = 0; i < 2 && Mode == EvaluationMode.Slide; i++)
        {
            if (Stride[i] > Window[i])
            {
                throw new InputException("train.evaluation.stride", $"{Stride[i]} for a window of {Window[i]}", "a stride of at most the window", "lower the stride: pixels between windows would have no prediction");
            }
        }

        if (Patience is not null && Every == 0)
        {
            throw new InputException("train.evaluation.patience", $"{Patience} without evaluations", "an evaluation interval", "set train.evaluation.every, or patience to null");
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

    private static void RequirePair(string option, IReadOnlyList<int> values, bool mayBeEmpty)
    {
        if (mayBeEmpty && values.Count == 0)
        {
            return;
        }

        if (values.Count != 2 || values[0] < 1 || values[1] < 1)
        {
            throw new InputException(option, $"[{string.Join(", ", values)}]", "[height, width], both at least 1", $"give {option} two sizes in pixels");
        }
    }
}
