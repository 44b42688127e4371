using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Sessions;
using Panoptes.Imaging;
using Panoptes.Inference.Networks;

namespace Panoptes.Export.Predictions;

/// <summary>Predicts with a graph in OnnxRuntime, which stays whoever's opened it.</summary>
internal sealed class GraphPredictor(OnnxNetwork network, PredictionLanes lanes) : IImagePredictor
{
    public PredictionLanes Lanes => lanes;

    public void Enter()
    {
    }

    public void Predict(RgbImage pixels, string file, Action<BatchImage> use)
    {
        var image = network.Prepare(pixels);
        use(new BatchImage(new OnnxPrediction(network.Contract, image, network.Run(image)), 0));
    }

    public void Dispose()
    {
    }
}
