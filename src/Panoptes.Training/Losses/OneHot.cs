using Panoptes.Tensors;

namespace Panoptes.Training.Losses;

/// <summary>Label maps as one plane a class.</summary>
internal static class OneHot
{
    /// <summary>1 in the plane of every pixel's label, (N,C,H,W) of the logits' type; ignored pixels are 0 in every plane.</summary>
    public static Tensor Valid(Tensor labels, Tensor logits, int ignore)
    {
        var valid = labels.Ne(ignore);
        return Of(labels * valid.To(DType.Int64), logits) * valid.To(logits.DType).Unsqueeze(1);
    }

    /// <summary>The same for labels that are all classes.</summary>
    public static Tensor Of(Tensor labels, Tensor logits)
    {
        var planes = Tensor.Zeros(logits.Shape, logits.DType, logits.Device);
        return planes.ScatterInPlace(1, labels.Unsqueeze(1), 1);
    }
}
