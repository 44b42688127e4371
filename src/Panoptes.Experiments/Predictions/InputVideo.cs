using System.Globalization;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Experiments.Predictions;

/// <summary>A video whose frames are predicted. They are read one at a time, in their order.</summary>
internal sealed class InputVideo : IDisposable
{
    private static readonly string[] Endings = [".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".mpg", ".mpeg", ".wmv"];
    private readonly VideoTool tool;
    private readonly double? rate;
    private readonly FrameTimes times;
    private FrameReader? reader;
    private int read;

    /// <summary>Counts the frames of a video.</summary>
    /// <param name="tool">The program that reads it.</param>
    /// <param name="path">The video.</param>
    /// <param name="name">What its results are called.</param>
    /// <param name="rate">Frames per second that are taken; null takes all.</param>
    /// <param name="counted">Told how many frames are counted, now and then.</param>
    /// <exception cref="InputException">It cannot be used.</exception>
    public InputVideo(VideoTool tool, string path, string name, double? rate, Action<int> counted)
    {
        (this.tool, this.rate, Path, Name) = (tool, rate, path, name);
        times = tool.Times(path, rate, counted);
        Frames = [.. Enumerable.Range(1, times.Starts.Count).Select(Frame)];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What its results are called.</summary>
    public string Name { get; }

    /// <summary>Its name as a video of overlays.</summary>
    public string OverlayName => $"{Name}.overlay.mp4";

    /// <summary>What is wrong with the file, in a line; null where nothing is.</summary>
    public string? Damage => times.Damage;

    /// <summary>Its frames, in their order; results lie in a folder of its name.</summary>
    public IReadOnlyList<PredictedImage> Frames { get; }

    /// <summary>Whether a name is that of a video.</summary>
    public static bool IsVideo(string path) => Endings.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the next frame.</summary>
    /// <exception cref="InputException">There are fewer than were counted.</exception>
    public RgbImage Read()
    {
        reader ??= tool.Open(Path, rate);
        read++;
        try
        {
            return reader.Next() ?? throw Shorter(null);
        }
        catch (EndOfStreamException cut)
        {
            throw Shorter(cut);
        }
    }

    /// <summary>Puts the overlays of its frames together, with its sound where that can be read.</summary>
    /// <param name="output">The folder of results.</param>
    /// <param name="target">The MP4 file.</param>
    /// <exception cref="InputException">They cannot be put together.</exception>
    public void Join(string output, string target)
    {
        List<(string Path, double Start)> images = [.. Frames
            .Zip(times.Starts, (frame, start) => (Path: System.IO.Path.Combine(output, $"{frame.Name}.overlay.jpg"), Start: start))
            .Where(image => File.Exists(image.Path))];
        try
        {
            tool.Join(images, times.Last, Path, target);
        }
        catch (InputException)
        {
            tool.Join(images, times.Last, sound: null, target);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => reader?.Dispose();

    private PredictedImage Frame(int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Name}/{number:000000}");
        return new PredictedImage(
            string.Create(CultureInfo.InvariantCulture, $"{Path}, frame {number}"), name, name, $"{name}.jpg");
    }

    private InputException Shorter(Exception? cause) => new(
        Path, string.Create(CultureInfo.InvariantCulture, $"no frame {read}"), $"{Frames.Count} frames, as were counted",
        "leave the file as it is while it is read", cause);
}
