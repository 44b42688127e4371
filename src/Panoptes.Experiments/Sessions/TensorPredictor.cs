using Panoptes.Experiments.Predictions;
using Panoptes.Imaging;
using Panoptes.Tensors;

namespace Panoptes.Experiments.Sessions;

/// <summary>Predicts with a network in libtorch; owns it.</summary>
internal sealed class TensorPredictor : IImagePredictor
{
    private readonly OpenModel open;
    private readonly IDisposable prepared;
    private readonly int threads = Threads.Count;

    public TensorPredictor(OpenModel open)
    {
        this.open = open;
        // A thread that finds the network in evaluation leaves it so for the others.
        open.Network.Train(false);
        prepared = open.Predictor.Prepare();
        Lanes = open.Device.IsCpu ? PredictionLanes.Of(threads) : new PredictionLanes(1, threads);
    }

    public PredictionLanes Lanes { get; }

    public void Enter() => Threads.Count = Lanes.Threads;

    public void Predict(RgbImage pixels, string file, Action<BatchImage> use)
    {
        using var scope = TensorScope.Open();
        use(new BatchImage(open.Predictor.Score([pixels], pixels.Width, pixels.Height, [file]), 0));
    }

    public void Dispose()
    {
        Threads.Count = threads;
        prepared.Dispose();
        open.Dispose();
    }
}
