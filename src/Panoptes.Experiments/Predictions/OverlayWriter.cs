using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;

namespace Panoptes.Experiments.Predictions;

/// <summary>Writes <c>NAME.overlay.jpg</c> beside the files of another writer.</summary>
internal sealed class OverlayWriter<TPrediction> : IPredictionWriter<TPrediction>
{
    private readonly IPredictionWriter<TPrediction> files;
    private readonly Func<RgbImage, TPrediction, RgbImage> draw;
    private readonly Func<TPrediction, ClassGrid> grid;
    private readonly PredictionTarget target;
    private readonly Dictionary<PredictedImage, string> paths;

    public OverlayWriter(
        PredictionTarget target, IPredictionWriter<TPrediction> files, Func<RgbImage, TPrediction, RgbImage> draw,
        Func<TPrediction, ClassGrid> grid)
    {
        (this.files, this.draw, this.grid, this.target) = (files, draw, grid, target);
        var folder = target.PlanFolder();
        paths = target.Images.ToDictionary(image => image, image => folder.File($"{image.Name}.overlay.jpg", target.Plan.Verb, image.File));
    }

    public void Begin() => files.Begin();

    public void Add(PredictedImage image, RgbImage pixels, TPrediction prediction)
    {
        files.Add(image, pixels, prediction);
        JpegFile.Write(paths[image], draw(pixels, prediction), target.Quality);
        target.Seen?.Invoke(image, grid(prediction));
    }

    public void Complete() => files.Complete();

    public void Dispose() => files.Dispose();
}
