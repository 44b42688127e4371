using Panoptes.Formats.Cityscapes;
using Panoptes.Formats.Cityscapes.Writing;
using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Experiments.Predictions;

/// <summary>Writes <c>FRAME_pred.txt</c> and the masks that it lists: what Cityscapes' instance-level evaluation takes.</summary>
internal sealed class CityscapesInstanceWriter : IPredictionWriter<InstancePrediction>
{
    private readonly InstanceListOutput output;
    private readonly IReadOnlyList<CityscapesLabel> labels;

    public CityscapesInstanceWriter(PredictionTarget target)
    {
        labels = target.Classes.CityscapesLabels();
        output = new InstanceListOutput(target.PlanFolder(), target.MostInstances);
        foreach (var image in target.Images)
        {
            output.Plan(image.Frame, image.File);
        }
    }

    public void Begin()
    {
    }

    public void Add(PredictedImage image, RgbImage pixels, InstancePrediction prediction) => output.Add(
        image.Frame, [.. prediction.Instances.Select(instance => (labels[instance.Class].Id, instance.Score, instance.Mask))]);

    public void Complete()
    {
    }

    public void Dispose()
    {
    }
}
