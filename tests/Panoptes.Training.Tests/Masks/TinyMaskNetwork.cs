using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Training.Tests.Masks;

/// <summary>
/// Pixel embeddings from three convolutions and queries that look at them once: the least that can predict a set of masks.
/// </summary>
internal sealed class TinyMaskNetwork : Segmenter
{
    private const int Channels = 32;
    private readonly Conv2d first;
    private readonly Conv2d second;
    private readonly Conv2d pixels;
    private readonly Tensor queries;
    private readonly Linear look;
    private readonly Linear mask;
    private readonly Linear category;

    public override Type OutputKind => typeof(MaskSet);

    public TinyMaskNetwork(int classes, int count)
    {
        NumClasses = classes;
        first = Child("first", new Conv2d(5, Channels, 5, stride: 2, padding: 2));
        second = Child("second", new Conv2d(Channels, Channels, 3, stride: 2, padding: 1));
        pixels = Child("pixels", new Conv2d(Channels, Channels, 1));
        queries = Parameter("queries", Ops.Randn([count, Channels], DType.Float32));
        look = Child("look", new Linear(Channels, Channels));
        mask = Child("mask", new Linear(Channels, Channels));
        category = Child("category", new Linear(Channels, classes + 1));
    }

    public override int NumClasses { get; }

    public override SegmenterOutputs Forward(Tensor images)
    {
        var (n, height, width) = (images.Size(0), images.Size(2), images.Size(3));
        var x = Ops.Linspace(-2, 2, width, DType.Float32).View([1, 1, 1, width]).Expand([n, 1, height, width]);
        var y = Ops.Linspace(-2, 2, height, DType.Float32).View([1, 1, height, 1]).Expand([n, 1, height, width]);
        var features = second.Forward(first.Forward(Ops.Cat([images, x, y], 1)).Relu()).Relu();
        var embedded = pixels.Forward(features);
        var start = queries.Unsqueeze(0).Expand([n, -1, -1]);
        var tokens = features.Flatten(2);
        var seen = start.Matmul(tokens).Softmax(2).Matmul(tokens.Transpose(1, 2));
        return new MaskSet(
            [Predict(start, embedded), Predict(start + look.Forward(seen), embedded)], ((int)height, (int)width));
    }

    private MaskPrediction Predict(Tensor state, Tensor embedded)
    {
        var embeddings = mask.Forward(state);
        var masks = embeddings.Matmul(embedded.Flatten(2)).View([state.Size(0), state.Size(1), embedded.Size(2), embedded.Size(3)]);
        return new MaskPrediction(category.Forward(state), embeddings, masks, embedded);
    }
}
