using Panoptes.Data.Samples;
using Panoptes.Formats.Cityscapes;

namespace Panoptes.Experiments.Predictions;

/// <summary>An image that is predicted, and what its results are called.</summary>
/// <param name="File">Path of the image.</param>
/// <param name="Name">What its results' names begin with: its name without extension, with folders before it where the data set has
/// any.</param>
/// <param name="Id">Its id in annotation files.</param>
/// <param name="FileName">Its name in annotation files.</param>
public sealed record PredictedImage(string File, string Name, string Id, string FileName)
{
    /// <summary>Its name without what Cityscapes' image names end with: the frame's.</summary>
    public string Frame => FrameOf(Name);

    /// <summary>
    /// An image file that belongs to no data set. Its id follows from its name: the number that it is, as COCO names images, or the
    /// name of the frame, as Cityscapes does.
    /// </summary>
    public static PredictedImage OfFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new PredictedImage(path, Path.GetFileNameWithoutExtension(path), IdOf(path), Path.GetFileName(path));
    }

    /// <summary>The images of a split, with the ids of its annotation file where it has one.</summary>
    public static IReadOnlyList<PredictedImage> Of(IDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var files = Enumerable.Range(0, dataset.Count).Select(dataset.Files).ToList();
        var areNamesAlone = files.Select(file => IdOf(file.Image)).Distinct(StringComparer.Ordinal).Count() == files.Count;
        return
        [
            .. files.Select(file => new PredictedImage(
                file.Image,
                file.Name,
                file.Id ?? (areNamesAlone ? IdOf(file.Image) : file.Name),
                file.Name + Path.GetExtension(file.Image))),
        ];
    }

    private static string IdOf(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        return stem.All(char.IsAsciiDigit) ? stem.TrimStart('0') is { Length: > 0 } number ? number : "0" : FrameOf(stem);
    }

    private static string FrameOf(string name) =>
        name.EndsWith(CityscapesFiles.Image, StringComparison.Ordinal) ? name[..^CityscapesFiles.Image.Length] : name;
}
