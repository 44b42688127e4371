using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;

namespace Panoptes.Experiments.Predictions;

/// <summary>
/// Writes label PNGs: <c>NAME.png</c> of the data set's own ids, or <c>FRAME_labelIds.png</c> of Cityscapes' label ids; with the
/// classes' colors as palette, 16 bits and gray where ids go beyond 255.
/// </summary>
internal sealed class LabelMapWriter : IPredictionWriter<Plane<ushort>>
{
    private readonly Dictionary<PredictedImage, string> paths;
    private readonly LabelPng form;

    public LabelMapWriter(PredictionTarget target)
    {
        var isCityscapes = target.PrefersCityscapes;
        var folder = target.PlanFolder();
        paths = target.Images.ToDictionary(
            image => image,
            image => folder.File(isCityscapes ? $"{image.Frame}_labelIds.png" : $"{image.Name}.png", target.Plan.Verb, image.File));
        var ids = isCityscapes
            ? target.Classes.CityscapesLabels().Select(label => label.Id)
            : target.Classes.Categories.Select(category => checked((int)category.Id));
        form = new LabelPng([.. ids.Zip(target.Classes.Looks, (id, look) => (id, look.Color))]);
    }

    public void Begin()
    {
    }

    public void Add(PredictedImage image, RgbImage pixels, Plane<ushort> prediction) =>
        form.Write(paths[image], prediction);

    public void Complete()
    {
    }

    public void Dispose()
    {
    }
}
