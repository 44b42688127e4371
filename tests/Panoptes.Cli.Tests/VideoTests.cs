using System.Diagnostics;
using System.Globalization;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>Videos that ffmpeg made of noise and of test pictures, and broken ones.</summary>
public sealed class VideoTests(TrainedRun trained) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_ffmpeg_the_error_says_what_to_install()
    {
        File.WriteAllText(folder["drive.mp4"], "a video");
        Directory.CreateDirectory(folder["bin"]);
        File.CreateSymbolicLink(folder["bin/dotnet"], Programs.Find("dotnet")!);
        var outcome = Panoptes.RunWith(
            folder.Path, new Dictionary<string, string> { ["PATH"] = folder["bin"] }, "predict", trained.Run, "drive.mp4");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("no ffmpeg on PATH", Assert.Single(outcome.ErrorLines));
    }

    [NeedsProgramFact("ffmpeg", "ffprobe")]
    public void Every_frame_is_segmented_and_the_film_keeps_times_sound_and_sides()
    {
        // Frames at uneven moments, of odd width and height, with a tone.
        Ffmpeg(
            "-f", "lavfi", "-i", "testsrc=size=65x47:rate=10:duration=1.2", "-f", "lavfi", "-i", "sine=440:duration=1.5", "-vf",
            "settb=1/1000,setpts='if(lt(N,6),N*100,600+(N-6)*400)'", "-fps_mode", "vfr", "-enc_time_base", "1/1000", "-c:v", "ffv1",
            "-c:a", "flac", "uneven.mkv");
        var outcome = Predict("uneven.mkv", "--out", "out");
        Assert.Equal("", outcome.Error);
        Assert.Contains("uneven.mkv: 12 frames", outcome.Output);
        Assert.Contains("12 of 12 images", outcome.Output);
        Assert.Equal(12, Directory.GetFiles(folder["out/uneven"], "*.overlay.jpg").Length);
        Assert.Equal(12, Directory.GetFiles(folder["out/uneven"], "*.png").Length);

        var film = folder["out/uneven.overlay.mp4"];
        double[] expected = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1.0, 1.4, 1.8, 2.2, 2.6];
        var times = Probe("-select_streams", "v", "-show_entries", "frame=pts_time", film);
        Assert.Equal(expected.Length, times.Length);
        Assert.All(expected.Zip(times), pair => Assert.Equal(pair.First, Number(pair.Second), 0.002));
        Assert.Equal(["video,66,48", "audio"], Probe("-show_entries", "stream=codec_type,width,height", film));
        Assert.Equal(2.7, Number(Assert.Single(Probe("-show_entries", "format=duration", film))), 0.11);
        Assert.Contains("<summary>12 frames</summary>", File.ReadAllText(folder["out/index.html"]));
    }

    [NeedsProgramFact("ffmpeg", "ffprobe")]
    public void A_turned_video_is_segmented_upright_and_fps_takes_some_of_its_frames()
    {
        Ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x48:rate=25:duration=2", "-c:v", "mpeg4", "flat.mp4");
        Ffmpeg("-i", "flat.mp4", "-c", "copy", "-metadata:s:v:0", "rotate=90", "turned.mp4");
        var outcome = Predict("turned.mp4", "--out", "out", "--fps", "5");
        Assert.Equal("", outcome.Error);
        Assert.Contains("turned.mp4: 10 frames", outcome.Output);
        var film = folder["out/turned.overlay.mp4"];
        Assert.Equal(["video,48,64"], Probe("-show_entries", "stream=codec_type,width,height", film));
        Assert.Equal(2, Number(Assert.Single(Probe("-show_entries", "format=duration", film))), 0.05);
    }

    [NeedsProgramFact("ffmpeg", "ffprobe")]
    public void What_is_no_whole_video_is_said_in_a_line_and_keeps_nothing_else_from_being_done()
    {
        Ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x48:rate=25:duration=1", "-c:v", "mpeg4", "whole.mp4");
        Ffmpeg("-i", "whole.mp4", "-c", "copy", "whole.mkv");
        Ffmpeg("-f", "lavfi", "-i", "sine=440:duration=1", "sound.mp4");
        File.WriteAllText(folder["text.mp4"], "no video");
        File.WriteAllText(folder["empty.mp4"], "");
        File.Copy(folder["whole.mp4"], folder["cut.mp4"]);
        File.Copy(folder["whole.mkv"], folder["cut.mkv"]);
        BadFiles.Truncate(folder["cut.mp4"], 0.5);
        BadFiles.Truncate(folder["cut.mkv"], 0.5);
        foreach (var (name, said) in new[]
        {
            ("text.mp4", "moov atom not found"), ("empty.mp4", "moov atom not found"), ("cut.mp4", "moov atom not found"),
            ("sound.mp4", "no frame"),
        })
        {
            var refused = Predict(name, "--out", "out");
            Assert.Equal(1, refused.ExitCode);
            Assert.Equal("", refused.Output);
            var line = Assert.Single(refused.ErrorLines);
            Assert.StartsWith($"panoptes: {name}: found", line);
            Assert.Contains(said, line);
            Assert.False(Directory.Exists(folder["out"]));
        }

        var cut = Predict("cut.mkv", "--out", "cut");
        Assert.Equal(0, cut.ExitCode);
        Assert.Contains("cut.mkv is damaged (File ended prematurely)", cut.Output);
        Assert.InRange(Directory.GetFiles(folder["cut/cut"], "*.png").Length, 1, 24);

        var some = Predict("text.mp4", "whole.mp4", "--out", "some");
        Assert.Equal(1, some.ExitCode);
        Assert.Contains("error: text.mp4", some.Output);
        Assert.Contains("25 of 25 images", some.Output);
        Assert.True(File.Exists(folder["some/whole.overlay.mp4"]));
    }

    private static double Number(string text) => double.Parse(text.Trim(','), CultureInfo.InvariantCulture);

    private Outcome Predict(params string[] words) => Panoptes.RunIn(folder.Path, ["predict", trained.Run, .. words]);

    private void Ffmpeg(params string[] words) => Run("ffmpeg", ["-v", "error", "-nostdin", "-y", .. words]);

    private string[] Probe(params string[] words) => Run("ffprobe", ["-v", "error", "-of", "csv=p=0", .. words]);

    private string[] Run(string program, string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
        })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
