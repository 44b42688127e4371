using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Predictions;

/// <summary>ffmpeg, where it is on PATH: reads the frames of videos, and puts images together.</summary>
internal sealed partial class VideoTool
{
    private const string Program = "ffmpeg";
    private const double LeastStep = 0.001;
    private const double UsualStep = 0.04;
    private const int Ticks = 90_000;
    private static readonly string[] Quietly = ["-hide_banner", "-nostdin", "-v", "error", "-y"];
    private readonly string path;

    private VideoTool(string path) => this.path = path;

    /// <summary>The program on PATH.</summary>
    /// <param name="video">For which video, to be named where there is none.</param>
    /// <exception cref="InputException">It is not there.</exception>
    public static VideoTool Find(string video) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists) is { } found
        ? new VideoTool(found)
        : throw new InputException(
            video, $"a video, but no {Program} on PATH", $"{Program}, which reads videos",
            $"install {Program}, or give the frames as images");

    /// <summary>Reads a video once, to know how many frames it has and when they are shown.</summary>
    /// <param name="video">The video.</param>
    /// <param name="rate">Frames per second that are taken; null takes all.</param>
    /// <param name="counted">Told how many frames are counted, now and then.</param>
    /// <exception cref="InputException">It is no video, or has no frame.</exception>
    public FrameTimes Times(string video, double? rate, Action<int> counted)
    {
        using var process = Start([.. Decoding(video, rate), "-f", "framecrc", "-"]);
        var said = process.StandardError.ReadToEndAsync();
        var (starts, tick, last) = (new List<double>(), 0.0, 0.0);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (TimeBase().Match(line) is { Success: true } head)
            {
                tick = Number(head.Groups[1].Value) / Number(head.Groups[2].Value);
            }
            else if (line.Length > 0 && line[0] != '#' && line.Split(',') is [_, _, var start, var duration, ..])
            {
                // Of frames that a file gives no time, or one that lies before the last one's, the next moment.
                starts.Add(Math.Max(Number(start) * tick, starts.Count == 0 ? 0 : starts[^1] + LeastStep));
                last = Number(duration) * tick;
                counted(starts.Count);
            }
        }

        process.WaitForExit();
        var damage = FirstLine(said.Result);
        return starts.Count > 0 ? new FrameTimes(starts, last > 0 ? last : UsualStep, damage) : throw new InputException(
            video, damage is null || damage.Contains("no stream", StringComparison.Ordinal) ? "no frame"
                : $"what {Program} cannot use ({damage})", "a video with pictures", "check that the file is whole");
    }

    /// <summary>Reads the frames that <see cref="Times"/> counts.</summary>
    /// <param name="video">The video.</param>
    /// <param name="rate">Frames per second that are taken; null takes all.</param>
    public FrameReader Open(string video, double? rate)
    {
        var process = Start([.. Decoding(video, rate), "-f", "image2pipe", "-c:v", "ppm", "-"]);
        process.BeginErrorReadLine();
        return new FrameReader(process);
    }

    /// <summary>Puts images together to a video with the sound of another one, whole or not at all.</summary>
    /// <param name="images">The images and when each is shown, in seconds, rising.</param>
    /// <param name="last">Seconds that the last one is shown.</param>
    /// <param name="sound">The video whose sound is taken; null for none.</param>
    /// <param name="target">The MP4 file.</param>
    /// <exception cref="InputException">They cannot be put together.</exception>
    public void Join(IReadOnlyList<(string Path, double Start)> images, double last, string? sound, string target)
    {
        var folder = Directory.CreateTempSubdirectory("panoptes-video-");
        try
        {
            var (list, made) = (Path.Combine(folder.FullName, "list"), Path.Combine(folder.FullName, "made.mp4"));
            File.WriteAllText(list, ShownImages.List(images, last, Ticks));
            string[] heard = sound is null ? [] : ["-i", Input(sound)];

            // Players want even sides, and colors at half the resolution. Only the last frame's duration does not follow from the times.
            Run(target,
            [
                .. Quietly, "-itsoffset", Text(images[0].Start), "-f", "concat", "-safe", "0", "-i", list, .. heard, "-map", "0:v:0",
                .. sound is null ? Array.Empty<string>() : ["-map", "1:a:0?", "-c:a", "aac"],
                "-fps_mode", "vfr", "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", "-video_track_timescale", Text(Ticks),
                "-bsf:v", $"setts=pts=PTS:dts=DTS:duration={Text(last)}/TB", made,
            ]);
            AtomicFile.Write(target, stream =>
            {
                using var whole = File.OpenRead(made);
                whole.CopyTo(stream);
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Decoding(string video, double? rate) =>
    [
        .. Quietly, "-i", Input(video), "-map", "0:V:0", .. rate is { } wanted ? ["-vf", $"fps={Text(wanted)}"] : Array.Empty<string>(),
        "-fps_mode", "passthrough",
    ];

    // A name may look like an address of another protocol.
    private static string Input(string file) => $"file:{file}";

    private void Run(string subject, IReadOnlyList<string> words)
    {
        using var process = Start(words);
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InputException(
                subject, $"what {Program} cannot make ({FirstLine(said) ?? "it gave no reason"})", "a video", "look at the images instead");
        }
    }

    private Process Start(IReadOnlyList<string> words)
    {
        var process = Process.Start(new ProcessStartInfo(path, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        return process;
    }

    // "[mov,mp4 @ 0x55e] moov atom not found": where in the program it was found says nothing.
    private static string? FirstLine(string said) => said.Split('\n').Select(line => Place().Replace(line, "").Trim())
        .FirstOrDefault(line => line.Length > 0);

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^#tb 0: (\d+)/(\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex TimeBase();

    [GeneratedRegex(@"^(\[[^\]]*\] )+", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
