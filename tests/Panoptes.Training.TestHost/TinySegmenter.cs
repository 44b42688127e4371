using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Training.TestHost;

/// <summary>
/// A segmenter of a few hundred weights with everything that makes resuming hard: batch norm, dropout and an auxiliary head.
/// </summary>
public sealed class TinySegmenter : Segmenter
{
    private readonly Conv2d stem;
    private readonly BatchNorm2d norm;
    private readonly Conv2d middle;
    private readonly Dropout dropout;
    private readonly Conv2d head;
    private readonly Conv2d auxiliary;

    public TinySegmenter(int classes, int width = 8, double dropout = 0.1)
    {
        NumClasses = classes;
        stem = Child("stem", new Conv2d(3, width, 3, stride: 2, padding: 1));
        norm = Child("norm", new BatchNorm2d(width));
        middle = Child("middle", new Conv2d(width, width, 3, padding: 1));
        this.dropout = Child("dropout", new Dropout(dropout));
        head = Child("head", new Conv2d(width, classes, 1));
        auxiliary = Child("auxiliary", new Conv2d(width, classes, 1));
    }

    public override int NumClasses { get; }

    public override SegmenterOutputs Forward(Tensor images)
    {
        var features = norm.Forward(stem.Forward(images)).Relu();
        var logits = head.Forward(dropout.Forward(middle.Forward(features).Relu()));
        var extra = IsTraining ? new Dictionary<string, Tensor> { ["aux"] = auxiliary.Forward(features) } : [];
        return new SemanticOutputs(logits, extra);
    }
}
