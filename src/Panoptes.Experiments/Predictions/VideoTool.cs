using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Predictions;

/// <summary>ffmpeg, where it is on PATH: takes videos apart into images, and puts images together.</summary>
internal sealed partial class VideoTool
{
    private const string Program = "ffmpeg";
    private const double UsualRate = 25;
    private readonly string path;

    private VideoTool(string path) => this.path = path;

    /// <summary>The program on PATH.</summary>
    /// <param name="video">For which video, to be named where there is none.</param>
    /// <exception cref="InputException">It is not there.</exception>
    public static VideoTool Find(string video) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists) is { } found
        ? new VideoTool(found)
        : throw new InputException(
            video, $"a video, but no {Program} on PATH", $"{Program}, which takes videos apart",
            $"install {Program}, or give the frames as images");

    /// <summary>Writes the frames of a video as <c>000001.jpg</c> and so on.</summary>
    /// <param name="video">The video.</param>
    /// <param name="folder">The folder, which is there.</param>
    /// <param name="rate">Frames per second that are taken; null takes all.</param>
    /// <returns>Frames per second of what was written.</returns>
    /// <exception cref="InputException">It is no video, or has no frame.</exception>
    public double Split(string video, string folder, double? rate)
    {
        string[] taken = rate is { } wanted ? ["-vf", $"fps={Text(wanted)}"] : ["-vsync", "0"];
        var said = Run(video, ["-hide_banner", "-nostdin", "-i", video, .. taken, "-q:v", "1", Path.Combine(folder, "%06d.jpg")]);
        if (!Directory.EnumerateFiles(folder).Any())
        {
            throw new InputException(video, "no frame", "a video with pictures", "check the file, or --fps");
        }

        return rate ?? (Rate().Match(said) is { Success: true } match
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : UsualRate);
    }

    /// <summary>Puts images together to a video, whole or not at all.</summary>
    /// <param name="images">The images' path with <c>%06d</c> in it, from 1.</param>
    /// <param name="rate">Frames per second.</param>
    /// <param name="target">The MP4 file.</param>
    public void Join(string images, double rate, string target)
    {
        var part = Path.Combine(Path.GetTempPath(), $"panoptes-{Guid.NewGuid():N}.mp4");
        try
        {
            // Players want even sides, and colors at half the resolution.
            Run(target,
            [
                "-hide_banner", "-nostdin", "-y", "-framerate", Text(rate), "-i", images, "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2",
                "-pix_fmt", "yuv420p", part,
            ]);
            AtomicFile.Write(target, stream =>
            {
                using var made = File.OpenRead(part);
                made.CopyTo(stream);
            });
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private string Run(string subject, IReadOnlyList<string> words)
    {
        using var process = Process.Start(
            new ProcessStartInfo(path, words) { RedirectStandardError = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said : throw new InputException(
            subject, $"what {Program} cannot use ({said.TrimEnd().Split('\n')[^1].Trim()})", "a video", "check the file");
    }

    [GeneratedRegex(@"Video:.*?, (\d+(?:\.\d+)?) fps", RegexOptions.CultureInvariant)]
    private static partial Regex Rate();
}
