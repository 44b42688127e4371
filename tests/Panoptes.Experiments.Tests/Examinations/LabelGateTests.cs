using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;
using Spectre.Console;

namespace Panoptes.Experiments.Tests.Examinations;

/// <summary>Labels that do not lie on their images end a training before it begins.</summary>
[Collection(TensorEngine.Name)]
public sealed class LabelGateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Data => folder["data"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Sound_labels_are_examined_once_and_trained_on()
    {
        Write();
        Assert.Equal(0, Train("first", "doctor.labels=always"));
        var kept = Assert.Single(Directory.GetFiles(folder["runs/.doctor"]));
        var written = File.GetLastWriteTimeUtc(kept);
        Assert.Equal(0, Train("second", "doctor.labels=always"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(folder["runs/.doctor"]))));
    }

    [Fact]
    public void Shifted_labels_are_refused_with_pixels_and_leave_no_run()
    {
        Write();
        ShiftLabels(9);
        var error = Assert.Throws<InputException>(() => Train("broken", "doctor.labels=always"));
        Assert.Matches("px too far right", error.Message);
        Assert.Contains("doctor.force=true", error.Message);
        Assert.False(Directory.Exists(folder["runs/broken"]));
        // The same from what was kept.
        Assert.Equal(error.Message, Assert.Throws<InputException>(() => Train("broken", "doctor.labels=always")).Message);
    }

    [Fact]
    public void Force_trains_all_the_same_and_the_run_says_so()
    {
        Write();
        ShiftLabels(9);
        Assert.Equal(0, Train("forced", "doctor.labels=always", "doctor.force=true"));
        var incident = Assert.Single(
            RunHistory.Read(RunFolder.Existing(folder["runs/forced"]).EventLog).Events.OfType<Incident>(), entry => entry.Kind == "labels");
        Assert.Contains("doctor.force", incident.Text);
        Assert.Contains("MISALIGNED", incident.Text);
    }

    [Fact]
    public void Ground_truth_is_not_examined_unless_asked_for()
    {
        Write();
        ShiftLabels(9);
        Assert.Equal(0, Train("truth"));
        Assert.False(Directory.Exists(folder["runs/.doctor"]));
    }

    private void Write() =>
        SyntheticFolder.Write(Data, new SyntheticFolderConfig { Images = 16, Height = 160, Width = 256, HeldOut = 0.25 });

    private void ShiftLabels(int pixels)
    {
        foreach (var file in Directory.GetFiles(Data, "*.png", SearchOption.AllDirectories).Where(file => file.Contains("/labels/")))
        {
            var labels = PngFile.ReadLabels<byte>(file);
            var moved = new Plane<byte>(labels.Width, labels.Height);
            for (var y = 0; y < labels.Height; y++)
            {
                for (var x = 0; x < labels.Width; x++)
                {
                    moved[x, y] = labels[Math.Max(0, x - pixels), y];
                }
            }

            PngFile.WriteGray(file, moved);
        }
    }

    private int Train(string name, params string[] more) => TrainingSession.Run(
        ConfigReader.Read<RunConfig>(null, new[]
        {
            $"data.root={Data}", $"run.folder={folder["runs"]}", $"run.name={name}", "data.format=camvid", "loader.workers=1",
            "augmentation.crop=[64, 64]", "augmentation.cat_max_ratio=1", "report.tensor_board=false", "report.images=1",
            "model.width_multiplier=0.25", "model.head_channels=16", "train.steps=1", "train.batch_size=2", "train.threads=1",
            "train.evaluation.every=1", "doctor.images=8",
        }.With(more)), null, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }), _ => { });
}
