using Panoptes.Formats.Coco.Writing;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Experiments.Predictions;

/// <summary>Writes <c>instances.json</c>: COCO's results format.</summary>
internal sealed class CocoInstanceWriter : IPredictionWriter<InstancePrediction>
{
    private readonly string path;
    private readonly IReadOnlyList<OutputCategory> categories;
    private ResultsWriting? writing;

    public CocoInstanceWriter(PredictionTarget target)
    {
        categories = target.Classes.Categories;
        path = target.PlanFolder().File("instances.json", target.Plan.Verb);
        if (target.Images.GroupBy(image => image.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new InputException(
                string.Join(" and ", twice.Take(2).Select(image => image.File)), $"two images with the id {twice.Key}",
                "an id of its own for each", "rename one of them");
        }
    }

    public void Begin() => writing = new ResultsWriting(path);

    public void Add(PredictedImage image, RgbImage pixels, InstancePrediction prediction)
    {
        foreach (var instance in prediction.Instances)
        {
            writing!.Add(image.Id, categories[instance.Class].Id, instance.Mask, instance.Score);
        }
    }

    public void Complete() => writing!.Complete();

    public void Dispose() => writing?.Dispose();
}
