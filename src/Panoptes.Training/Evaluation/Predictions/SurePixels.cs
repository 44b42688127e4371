using Panoptes.Imaging;
using Panoptes.Tensors;

namespace Panoptes.Training.Evaluation.Predictions;

/// <summary>Labels of the pixels of which a network is sure.</summary>
internal static class SurePixels
{
    /// <summary>The best class where its score reaches a bound.</summary>
    /// <param name="score">(H,W): the best class's score.</param>
    /// <param name="best">(H,W): the best class.</param>
    /// <param name="least">The bound.</param>
    /// <param name="otherwise">The label of the other pixels.</param>
    public static Plane<ushort> Of(Tensor score, Tensor best, double least, ushort otherwise)
    {
        var (scores, classes) = (score.To(Device.Cpu).ToArray<float>(), best.To(DType.Int32).To(Device.Cpu).ToArray<int>());
        var plane = new Plane<ushort>((int)score.Size(1), (int)score.Size(0));
        for (var i = 0; i < classes.Length; i++)
        {
            plane.Pixels[i] = scores[i] >= least ? (ushort)classes[i] : otherwise;
        }

        return plane;
    }
}
