using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Training.Tests.Engine;

/// <summary>
/// Classifies every pixel by its own color: no batch statistics, no dropout, so that images in a batch do not touch each other.
/// </summary>
internal sealed class PointwiseSegmenter : Segmenter
{
    private readonly Conv2d hidden;
    private readonly Conv2d head;

    public PointwiseSegmenter(int classes)
    {
        NumClasses = classes;
        hidden = Child("hidden", new Conv2d(3, 16, 1));
        head = Child("head", new Conv2d(16, classes, 1));
    }

    public override int NumClasses { get; }

    public override SegmenterOutputs Forward(Tensor images) =>
        new SemanticOutputs(head.Forward(hidden.Forward(images).Relu()), new Dictionary<string, Tensor>());
}
