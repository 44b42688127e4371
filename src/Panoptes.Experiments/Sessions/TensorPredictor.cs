using Panoptes.Experiments.Predictions;
using Panoptes.Imaging;
using Panoptes.Tensors;

namespace Panoptes.Experiments.Sessions;

/// <summary>Predicts with a network in libtorch; owns it.</summary>
internal sealed class TensorPredictor(OpenModel open) : IImagePredictor
{
    private readonly IDisposable prepared = open.Predictor.Prepare();

    public void Predict(RgbImage pixels, string file, Action<BatchImage> use)
    {
        using var scope = TensorScope.Open();
        use(new BatchImage(open.Predictor.Score([pixels], pixels.Width, pixels.Height, [file]), 0));
    }

    public void Dispose()
    {
        prepared.Dispose();
        open.Dispose();
    }
}
