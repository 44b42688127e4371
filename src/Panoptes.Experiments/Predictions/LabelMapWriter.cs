using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Experiments.Predictions;

/// <summary>
/// Writes label PNGs: <c>NAME.png</c> of the data set's own ids, or <c>FRAME_labelIds.png</c> of Cityscapes' label ids; with the
/// classes' colors as palette, 16 bits and gray where ids go beyond 255.
/// </summary>
internal sealed class LabelMapWriter : IPredictionWriter<Plane<ushort>>
{
    private readonly Dictionary<PredictedImage, string> paths;
    private readonly ushort[] ids;
    private readonly Rgb[]? palette;

    public LabelMapWriter(PredictionTarget target)
    {
        var isCityscapes = target.PrefersCityscapes;
        var folder = target.PlanFolder();
        paths = target.Images.ToDictionary(
            image => image,
            image => folder.File(isCityscapes ? $"{image.Frame}_labelIds.png" : $"{image.Name}.png", target.Plan.Verb, image.File));
        ids =
        [
            .. isCityscapes
                ? target.Classes.CityscapesLabels().Select(label => (ushort)label.Id)
                : target.Classes.Categories.Select(category => (ushort)category.Id),
        ];
        palette = ids.Max() > byte.MaxValue ? null : new Rgb[ids.Max() + 1];
        for (var i = 0; palette is not null && i < ids.Length; i++)
        {
            palette[ids[i]] = target.Classes.Looks[i].Color;
        }
    }

    public void Begin()
    {
    }

    public void Add(PredictedImage image, RgbImage pixels, Plane<ushort> prediction)
    {
        if (palette is null)
        {
            PngFile.WriteGray(
                paths[image], new Plane<ushort>(prediction.Width, prediction.Height, Array.ConvertAll(prediction.Pixels, id => ids[id])));
            return;
        }

        var labels = new Plane<byte>(prediction.Width, prediction.Height, Array.ConvertAll(prediction.Pixels, id => (byte)ids[id]));
        PngFile.WritePalette(paths[image], labels, palette);
    }

    public void Complete()
    {
    }

    public void Dispose()
    {
    }
}
