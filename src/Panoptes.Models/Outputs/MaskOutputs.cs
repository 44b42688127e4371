using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs;

/// <summary>What a network that makes masks puts out; each kind knows how it is read. Sizes are those of one image of the batch.</summary>
public abstract record MaskOutputs : SegmenterOutputs
{
    /// <summary>(N, ...): what must be finite, lest a class be taken from what is no number.</summary>
    public abstract IEnumerable<Tensor> Logits { get; }

    /// <summary>The same outputs with what reading needs handed to the scope around another.</summary>
    /// <param name="scope">The scope that the tensors belong to.</param>
    public abstract MaskOutputs Return(TensorScope scope);

    /// <summary>The class of every pixel.</summary>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    public abstract Plane<ushort> Labels(int image, ReadingSize size);

    /// <summary>Scores of every class, which may be averaged over views of an image.</summary>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <returns>(K, Height, Width) float32, 0 and more; belongs to the innermost open scope.</returns>
    public abstract Tensor Scores(int image, ReadingSize size);

    /// <summary>Segments that do not overlap.</summary>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="isThing">Whether a class is one of objects; stuff is one segment a class.</param>
    /// <param name="options">Thresholds.</param>
    public abstract PanopticPrediction Panoptic(int image, ReadingSize size, Func<int, bool> isThing, PanopticOptions options);

    /// <summary>Objects that may overlap, the surest first.</summary>
    /// <param name="image">Which image of the batch.</param>
    /// <param name="size">The sizes.</param>
    /// <param name="isThing">Whether a class is one of objects.</param>
    /// <param name="most">How many at the most, at least 1.</param>
    public abstract InstancePrediction Instances(int image, ReadingSize size, Func<int, bool> isThing, int most);
}
