using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;

namespace Panoptes.Experiments.Predictions;

/// <summary>Writes <c>NAME.overlay.jpg</c> beside the files of another writer.</summary>
internal sealed class OverlayWriter<TPrediction> : IPredictionWriter<TPrediction>
{
    private readonly IPredictionWriter<TPrediction> files;
    private readonly Func<RgbImage, TPrediction, RgbImage> draw;
    private readonly int quality;
    private readonly Dictionary<PredictedImage, string> paths;

    public OverlayWriter(PredictionTarget target, IPredictionWriter<TPrediction> files, Func<RgbImage, TPrediction, RgbImage> draw)
    {
        (this.files, this.draw, quality) = (files, draw, target.Quality);
        var folder = target.PlanFolder();
        paths = target.Images.ToDictionary(image => image, image => folder.File($"{image.Name}.overlay.jpg", target.Plan.Verb, image.File));
    }

    public void Begin() => files.Begin();

    public void Add(PredictedImage image, RgbImage pixels, TPrediction prediction)
    {
        files.Add(image, pixels, prediction);
        JpegFile.Write(paths[image], draw(pixels, prediction), quality);
    }

    public void Complete() => files.Complete();

    public void Dispose() => files.Dispose();
}
