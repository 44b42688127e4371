using Panoptes.Experiments.TensorBoard;
using Panoptes.Foundation;
using Panoptes.Studies.Imports;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Imports;

public sealed class RunImportersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> warnings = [];
    private readonly RunImporters importers = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Nothing_known_is_an_error_that_lists_what_was_looked_for()
    {
        folder.Write("notes.txt", "mIoU 76.84");

        var fault = Assert.Throws<InputException>(() => importers.Find(folder.Path));

        Assert.All(importers.All, importer => Assert.Contains(importer.LooksFor, fault.Expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_mistyped_importer_is_answered_with_the_nearest()
    {
        var fault = Assert.Throws<InputException>(() => importers.Find(folder.Path, "detectron"));

        Assert.Equal("did you mean 'detectron2'?", fault.Advice);
    }

    [Fact]
    public void A_path_that_is_not_there_is_an_error() =>
        Assert.Equal("no such file or folder", Assert.Throws<InputException>(() => importers.Find(folder["gone"])).Found);

    [Fact]
    public void An_importer_that_does_not_know_the_path_says_what_it_looks_for()
    {
        folder.Write("t.csv", "model,mIoU\na,0.5\n");

        Assert.Equal("csv", importers.Find(folder.Path).Name);
        Assert.Contains("events.out.tfevents", Assert.Throws<InputException>(() => importers.Find(folder.Path, "tensorboard")).Expected);
    }

    [Fact]
    public void A_work_folder_with_TensorBoard_files_is_mmengines()
    {
        MmWorkDirs.WriteResumed(folder, "run");
        using (new TensorBoardWriter(folder["run/20260202_090000/vis_data"], TimeProvider.System))
        {
        }

        Assert.Equal("mmengine", importers.Find(folder.Path).Name);
        Assert.Single(importers.Read(folder.Path, null, warnings.Add));
    }

    [Fact]
    public void A_copy_of_a_run_is_left_out_and_said()
    {
        MmWorkDirs.WriteResumed(folder, "a");
        MmWorkDirs.WriteResumed(folder, "copy");

        var run = Assert.Single(importers.Read(folder.Path, null, warnings.Add));

        Assert.Equal("a", run.Name);
        Assert.Equal($"{folder.Path}/copy: left out, its files are those of {folder.Path}/a", Assert.Single(warnings));
    }

    [Fact]
    public void One_training_that_two_tools_recorded_is_recognized_by_its_curve()
    {
        MmWorkDirs.WriteResumed(folder, "a");
        using (var writer = new TensorBoardWriter(folder["tb"], TimeProvider.System))
        {
            foreach (var (place, value) in MmWorkDirs.SegFormer.Index())
            {
                writer.Scalar("val/mIoU", value / 100, (place + 1) * 4000);
            }
        }

        var runs = importers.Read(folder["a"], null, warnings.Add).Concat(importers.Read(folder["tb"], null, warnings.Add)).ToList();

        var same = Assert.Single(ImportedDuplicates.Of(runs));
        Assert.Equal((runs[0], runs[1], "its curve is that of"), (same.First, same.Second, same.Why));
    }

    [Fact]
    public void Links_that_lead_out_of_the_tree_are_not_followed()
    {
        MmWorkDirs.WriteResumed(folder, "elsewhere/run");
        folder.Write("elsewhere/secret.csv", "model,mIoU\na,0.5\n");
        folder.Write("tree/t.csv", "model,mIoU\nb,0.5\n");
        Directory.CreateSymbolicLink(folder["tree/run"], folder["elsewhere/run"]);
        File.CreateSymbolicLink(folder["tree/secret.csv"], folder["elsewhere/secret.csv"]);
        Directory.CreateSymbolicLink(folder["tree/loop"], folder["tree"]);

        var run = Assert.Single(importers.Read(folder["tree"], null, warnings.Add));

        Assert.Equal("b", run.Model);
        Assert.Equal(3, warnings.Count(warning => warning.Contains("left out, a link", StringComparison.Ordinal)));
    }

    [Fact]
    public void Records_read_back_as_they_were_written()
    {
        MmWorkDirs.WriteResumed(folder, "work_dirs/größe");
        var run = Assert.Single(importers.Read(folder.Path, null, warnings.Add));

        var json = run.ToJson();

        Assert.Equal(json, ImportedRun.FromJson(json, "records.jsonl").ToJson());
        Assert.Contains("\"last_learning_rate\":0.0001", json, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"completed\"", json, StringComparison.Ordinal);
        Assert.Contains("größe", json, StringComparison.Ordinal);
        Assert.Equal(run.Identity, ImportedRun.FromJson(json, "records.jsonl").Identity);
        Assert.DoesNotContain('\n', json);
    }

    [Theory]
    [InlineData("""{"v":2}""")]
    [InlineData("no json")]
    public void Records_of_another_form_are_refused(string text) =>
        Assert.Equal("records.jsonl", Assert.Throws<InputException>(() => ImportedRun.FromJson(text, "records.jsonl")).Source);
}
