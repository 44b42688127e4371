using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>
/// What is said of files that cannot be used, by <c>data check</c> (which lists all) and by <c>train</c> (which stops at the first).
/// </summary>
public sealed class DataErrorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SmallDataset data;

    public DataErrorTests() => data = new SmallDataset(folder["data"]);

    public static TheoryData<string, string> Faults => new()
    {
        { "missing image", "train1" },
        { "missing label", "train1" },
        { "truncated image", "train1.png" },
        { "truncated label", "train1.png" },
        { "empty image", "train1.png" },
        { "not an image", "train1.png" },
        { "another size", "train1.png" },
        { "another shape", "train1.png" },
        { "id out of range", "train1.png" },
        { "16 bits", "train1.png" },
        { "huge header", "train1.png" },
        { "no file", "images" },
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_sound_data_set_passes_the_check()
    {
        var outcome = Panoptes.Run("data", "check", data.Root);
        Assert.Equal("0 errors, 0 warnings", outcome.Output.TrimEnd().Split('\n')[^1]);
        Assert.Equal(0, outcome.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void The_check_names_the_file_in_one_line_and_ends_with_1(string fault, string named)
    {
        Spoil(fault);
        var outcome = Panoptes.Run("data", "check", data.Root, "--report", folder["check.json"]);
        var errors = outcome.Output.Split('\n').Where(line => line.StartsWith("error: ")).ToArray();
        Assert.Contains(errors, line => line.Contains(named));
        Assert.True(errors.Length <= 2, outcome.Output);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("", outcome.Error);
        Assert.True(File.Exists(folder["check.json"]));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Training_stops_with_one_line_that_names_the_file_and_leaves_no_weights(string fault, string named)
    {
        Spoil(fault);
        var outcome = SmallRun.Train(folder, data, "train.batch_size=4", "train.steps=2");
        var line = Assert.Single(outcome.ErrorLines);
        Assert.Contains(named, line);
        Assert.StartsWith("panoptes: ", line);
        Assert.Equal(1, outcome.ExitCode);
        Assert.DoesNotContain(folder.Files(), file => file.EndsWith(".ckpt") || file.EndsWith(".tmp") || file.EndsWith("report.html"));
    }

    private void Spoil(string fault)
    {
        var (image, label) = (data.Image(index: 1), data.Label(index: 1));
        switch (fault)
        {
            case "missing image":
                File.Delete(image);
                break;
            case "missing label":
                File.Delete(label);
                break;
            case "truncated image":
                BadFiles.Truncate(image, 0.6);
                break;
            case "truncated label":
                BadFiles.Truncate(label, 0.6);
                break;
            case "empty image":
                File.WriteAllBytes(image, []);
                break;
            case "not an image":
                File.WriteAllText(image, "<html>404</html>");
                break;
            case "another size":
            case "another shape":
                // Half the size is another resolution of the same scene; another aspect ratio is another scene.
                PngFile.WriteGray(label, new Plane<byte>(fault == "another size" ? 40 : 64, 64));
                break;
            case "id out of range":
                var labels = PngFile.ReadLabels<byte>(label);
                labels.Pixels.AsSpan(96 * 16).Fill(77);
                PngFile.WriteGray(label, labels);
                break;
            case "16 bits":
                var wide = new Plane<ushort>(96, 64);
                wide.Pixels.AsSpan().Fill(40_000);
                PngFile.WriteGray(label, wide);
                break;
            case "huge header":
                BadFiles.WriteHugePng(image);
                break;
            case "no file":
                Directory.Delete(Path.GetDirectoryName(image)!, recursive: true);
                Directory.CreateDirectory(Path.GetDirectoryName(image)!);
                break;
            default:
                throw new InputException("test", fault, "a known fault", "add it");
        }
    }
}
