using Panoptes.Data.Samples;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Formats.Files;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;

namespace Panoptes.Export.Checking;

/// <summary>The images that a graph is checked on: the user's, or a split of the run's data, whose truth is known.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Read">Reads one, with its truth where there is one.</param>
/// <param name="Truth">The data set; null where the images have no truth.</param>
internal sealed record CheckedImages(int Count, Func<int, (RgbImage Image, Sample? Sample)> Read, IDataset? Truth)
{
    private static readonly string[] Splits = ["train", "val", "test"];

    /// <summary>Finds them.</summary>
    /// <param name="words">Image files, folders of them, or the name of one split.</param>
    /// <param name="config">The run's configuration.</param>
    /// <exception cref="InputException">There are none.</exception>
    public static CheckedImages Of(IReadOnlyList<string> words, RunConfig config)
    {
        if (words is [var split] && Splits.Contains(split) && !Path.Exists(split))
        {
            var data = RunData.OpenMeasured(config, config.Data.SplitNamed(split));
            return new CheckedImages(data.Count, index =>
            {
                var sample = data.Load(index, SampleParts.Image | data.Available);
                return (sample.Image, sample);
            }, data);
        }

        List<string> files = [.. words.SelectMany(Expand)];
        return files.Count > 0
            ? new CheckedImages(files.Count, index => (ImageFile.ReadRgb(files[index]), null), null)
            : throw new InputException(
                $"--check {string.Join(", ", words)}", "no image", "JPEG or PNG images, or folders of them", "name some");
    }

    private static IEnumerable<string> Expand(string path) => Directory.Exists(path) ? ListedFiles.ImagesIn(path)
        : File.Exists(path) ? [path]
        : throw new InputException(
            $"--check {path}", "no such file or folder", "an image, a folder of images, or train, val or test", "check the path");
}
