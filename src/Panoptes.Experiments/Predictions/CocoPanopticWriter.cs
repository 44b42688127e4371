using Panoptes.Formats.Coco.Writing;
using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Experiments.Predictions;

/// <summary>Writes <c>panoptic.json</c> and, in the folder <c>panoptic</c>, PNGs of segment ids: panopticapi's format.</summary>
internal sealed class CocoPanopticWriter : IPredictionWriter<PanopticPrediction>
{
    private readonly PanopticOutput output;
    private readonly IReadOnlyList<OutputCategory> categories;
    private PanopticWriting? writing;

    public CocoPanopticWriter(PredictionTarget target)
    {
        categories = target.Classes.Categories;

        // The folder itself first: what is wrong with it is said of the name that the user gave.
        _ = target.PlanFolder();
        output = new PanopticOutput(target.Plan, Path.Combine(target.Folder, "panoptic.json"), categories, option: target.Option);
        foreach (var image in target.Images)
        {
            output.Plan(image.Id, MapFile(image), target.Plan.Verb, image.File);
        }
    }

    public void Begin() => writing = output.Open();

    public void Add(PredictedImage image, RgbImage pixels, PanopticPrediction prediction) => writing!.Add(
        image.Id,
        image.FileName,
        MapFile(image),
        prediction.Ids,
        prediction.Segments.Select(segment => new OutputSegment(segment.Id, categories[segment.Class].Id, IsCrowd: false)
        {
            IsThing = segment.IsThing,
            Score = segment.Score,
        }));

    public void Complete() => writing!.Complete();

    public void Dispose() => writing?.Dispose();

    private static string MapFile(PredictedImage image) => $"{image.Name}.png";
}
