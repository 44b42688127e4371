using Panoptes.Data.Configuration;
using Panoptes.Data.Indexing;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Indexing;

public sealed class DataIndexTests
{
    [Fact]
    public void Every_sample_is_a_row_with_its_sizes_and_classes()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 3);
        folder.CamVid("val", 2, 900);
        var index = Open(folder);

        Assert.Equal(["train", "val"], index.Splits.Select(split => split.Name));
        Assert.Equal(5, index.Samples.Count);
        Assert.All(index.Samples, sample =>
        {
            Assert.Equal((16, 8, 16, 8), (sample.Width, sample.Height, sample.LabelWidth, sample.LabelHeight));
            Assert.Equal(128, sample.Labeled);
            Assert.Equal(new FileInfo(index.Splits[sample.Split].Dataset.Files(sample.Index).Image).Length, sample.Bytes);
            Assert.NotEqual(UInt128.Zero, sample.Content);
            Assert.Empty(sample.Faults);
        });
        Assert.Equal(5, index.Samples.Select(sample => sample.Content).Distinct().Count());
        Assert.Empty(index.Problems);
    }

    [Fact]
    public void Only_what_changed_is_read_again()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 4);
        Assert.Equal(4, Open(folder).Read);
        Assert.Equal(0, Open(folder).Read);

        folder.Image("train/images/train02.png", seed: 5000);
        File.SetLastWriteTimeUtc(folder["train/images/train02.png"], DateTime.UtcNow.AddMinutes(-3));
        var second = Open(folder);
        Assert.Equal(1, second.Read);

        File.Delete(folder["train/images/train00.png"]);
        File.Delete(folder["train/labels/train00.png"]);
        Assert.Equal(second.Samples.Skip(1).Select(sample => sample.Content), Open(folder).Samples.Select(sample => sample.Content));
    }

    [Fact]
    public void What_was_read_before_an_interruption_is_kept_and_a_torn_end_is_dropped()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 6);
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Open(folder, new DataIndexOptions
        {
            Threads = 1,
            Cancel = cancel.Token,
            Progress = (_, done, _) => { if (done == 4) { cancel.Cancel(); } },
        }));
        var file = DataIndex.PathOf(Config(folder), folder["index"]);
        using (var stream = File.OpenWrite(file))
        {
            stream.SetLength(stream.Length - 3);
        }

        var index = Open(folder);
        Assert.Equal((3, 6), (index.Read, index.Samples.Count));
        File.WriteAllText(file, "no index");
        Assert.Equal(6, Open(folder).Read);
    }

    [Fact]
    public void Broken_files_are_rows_and_the_others_are_whole()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 5);
        File.WriteAllText(folder["train/images/train00.png"], "no image");
        File.WriteAllBytes(folder["train/labels/train01.png"], File.ReadAllBytes(folder["train/labels/train01.png"])[..60]);
        folder.Labels("train/labels/train02.png", (_, _) => 99);
        folder.Labels("train/labels/train03.png", (_, _) => 1, 8, 16);
        File.Delete(folder["train/labels/train04.png"]);
        var index = Open(folder);

        Assert.Equal(
            [FaultKinds.Image, FaultKinds.Label, FaultKinds.Unlisted, FaultKinds.Size],
            index.Samples.Select(sample => Assert.Single(sample.Faults).Kind));
        Assert.All(index.Samples, sample => Assert.DoesNotContain(folder.Path, sample.Faults[0].Message));
        Assert.StartsWith("train/images/train00.png", index.Samples[0].Faults[0].Message);
        Assert.Equal((0, 128L), (index.Samples[0].Width, index.Samples[0].Labeled));
        Assert.Equal((16, 0L), (index.Samples[1].Width, index.Samples[1].Labeled));
        Assert.Contains("train04", Assert.Single(index.Problems));
        Assert.Equal(0, Open(folder).Read);
    }

    [Fact]
    public void Samples_of_a_split_that_is_not_asked_for_stay_known_when_the_file_is_written_anew()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 4);
        folder.CamVid("val", 2, 900);
        Assert.Equal(6, Open(folder).Read);
        var file = new FileInfo(DataIndex.PathOf(Config(folder), folder["index"]));
        var (whole, val) = (file.Length, new DataIndexOptions { Splits = ["val"], Spare = 0 });
        for (var change = 0; change < 4; change++)
        {
            folder.Image("val/images/val00.png", seed: 5000 + change);
            File.SetLastWriteTimeUtc(folder["val/images/val00.png"], DateTime.UtcNow.AddMinutes(-3 - change));
            Assert.Equal(1, Open(folder, val).Read);
        }

        file.Refresh();
        Assert.Equal(whole, file.Length);
        Assert.Equal(0, Open(folder).Read);
    }

    [Fact]
    public void What_the_system_refuses_is_a_fault_that_is_not_kept()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 2);
        File.Delete(folder["train/labels/train00.png"]);
        File.CreateSymbolicLink(folder["train/labels/train00.png"], folder["train/labels/train00.png"]);
        Assert.Equal(FaultKinds.Label, Assert.Single(Open(folder).Samples[0].Faults).Kind);
        Assert.Equal(1, Open(folder).Read);
    }

    [Fact]
    public void Objects_are_kept_with_their_boxes()
    {
        using var folder = new TemporaryFolder();
        SyntheticFolder.Write(folder["data"], new SyntheticFolderConfig { Images = 6, Height = 64, Width = 128 });
        var config = new DataConfig { Root = folder["data"], Format = DataFormat.CocoPanoptic };
        var options = new DataIndexOptions { Folder = folder["index"] };
        var first = DataIndex.Open(config, options);
        var second = DataIndex.Open(config, options);

        Assert.Contains(first.Samples, sample => sample.Objects > 0);
        Assert.Equal(first.Samples.Select(sample => sample.Segments), second.Samples.Select(sample => sample.Segments));
        Assert.All(first.Samples.SelectMany(sample => sample.Segments), segment =>
        {
            Assert.InRange(segment.Area, 1, segment.Box.Width * segment.Box.Height);
            Assert.InRange(segment.Box.Right, 1, 128);
        });
    }

    [Fact]
    public void A_folder_without_any_split_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<InputException>(() => Open(folder));
    }

    private static DataConfig Config(TemporaryFolder folder) => new() { Root = folder.Path };

    private static DataIndex Open(TemporaryFolder folder, DataIndexOptions? options = null) =>
        DataIndex.Open(Config(folder), (options ?? new DataIndexOptions()) with { Folder = folder["index"] });
}
