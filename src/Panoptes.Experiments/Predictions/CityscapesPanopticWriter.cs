using Panoptes.Formats.Cityscapes;
using Panoptes.Formats.Cityscapes.Writing;
using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Experiments.Predictions;

/// <summary>Writes <c>FRAME_labelIds.png</c> and <c>FRAME_instanceIds.png</c>, as Cityscapes' ground truth has them.</summary>
internal sealed class CityscapesPanopticWriter : IPredictionWriter<PanopticPrediction>
{
    private readonly Dictionary<PredictedImage, (string Labels, string Instances)> paths;
    private readonly IReadOnlyList<CityscapesLabel> labels;

    public CityscapesPanopticWriter(PredictionTarget target)
    {
        labels = target.Classes.CityscapesLabels();
        var folder = target.PlanFolder();
        paths = target.Images.ToDictionary(image => image, image => (
            folder.File($"{image.Frame}_labelIds.png", target.Plan.Verb, image.File),
            folder.File($"{image.Frame}_instanceIds.png", target.Plan.Verb, image.File)));
    }

    public void Begin()
    {
    }

    public void Add(PredictedImage image, RgbImage pixels, PanopticPrediction prediction)
    {
        var numbers = new InstanceNumbers(image.File);
        var values = prediction.Segments.ToDictionary(segment => segment.Id, segment => numbers.Next(labels[segment.Class]));
        InstanceMapWriting.Write(paths[image].Labels, paths[image].Instances, prediction.Ids, values);
    }

    public void Complete()
    {
    }

    public void Dispose()
    {
    }
}
