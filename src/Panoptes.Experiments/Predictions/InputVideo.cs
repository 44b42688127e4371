using Panoptes.Foundation;

namespace Panoptes.Experiments.Predictions;

/// <summary>A video whose frames are predicted: they lie in a folder of their own until it is disposed.</summary>
internal sealed class InputVideo : IDisposable
{
    private static readonly string[] Endings = [".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".mpg", ".mpeg", ".wmv"];
    private readonly VideoTool tool;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("panoptes-frames-");
    private readonly double rate;

    /// <summary>Takes a video apart.</summary>
    /// <param name="path">The video.</param>
    /// <param name="name">What its results are called.</param>
    /// <param name="rate">Frames per second that are taken; null takes all.</param>
    /// <exception cref="InputException">It cannot be used, or there is no program for it.</exception>
    public InputVideo(string path, string name, double? rate)
    {
        Name = name;
        try
        {
            tool = VideoTool.Find(path);
            this.rate = tool.Split(path, folder.FullName, rate);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What its results are called.</summary>
    public string Name { get; }

    /// <summary>Its name as a video of overlays.</summary>
    public string OverlayName => $"{Name}.overlay.mp4";

    /// <summary>Its frames, in their order; results lie in a folder of its name.</summary>
    public IReadOnlyList<PredictedImage> Frames =>
    [
        .. folder.GetFiles("*.jpg").OrderBy(file => file.Name, StringComparer.Ordinal).Select(file =>
        {
            var name = $"{Name}/{Path.GetFileNameWithoutExtension(file.Name)}";
            return new PredictedImage(file.FullName, name, name, $"{name}{file.Extension}");
        }),
    ];

    /// <summary>Whether a name is that of a video.</summary>
    public static bool IsVideo(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Puts the overlays of its frames together.</summary>
    /// <param name="output">The folder of results.</param>
    /// <param name="target">The MP4 file.</param>
    public void Join(string output, string target) => tool.Join(Path.Combine(output, Name, "%06d.overlay.jpg"), rate, target);

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);
}
