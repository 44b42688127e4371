using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;
using Panoptes.Tests;

namespace Panoptes.Data.Tests.Readers;

[Collection("tensors")]
public sealed class CorruptedDatasetTests
{
    private static readonly CorruptionConfig Fog = new() { Kind = CorruptionKind.Fog };

    [Fact]
    public void Nothing_to_spoil_leaves_the_data_set_itself()
    {
        var clean = Scenes();
        Assert.Same(clean, CorruptedDataset.Of(clean, null));
        Assert.Same(clean, CorruptedDataset.Of(clean, new CorruptionConfig()));
        Assert.Same(clean, CorruptedDataset.Of(clean, Fog with { Level = 0 }));
    }

    [Fact]
    public void Images_are_spoiled_by_their_names_and_all_that_is_known_of_them_stays()
    {
        var clean = Scenes();
        var spoiled = CorruptedDataset.Of(clean, Fog);
        var again = CorruptedDataset.Of(Scenes(), Fog);
        var other = CorruptedDataset.Of(clean, Fog with { Seed = 1 });
        Assert.Contains(spoiled.Notes, note => note.Contains("fog-3", StringComparison.Ordinal));
        for (var i = 0; i < clean.Count; i++)
        {
            var (before, now) = (clean.Load(i), spoiled.Load(i));
            Assert.NotEqual(before.Image.Pixels, now.Image.Pixels);
            Assert.Equal(now.Image.Pixels, again.Load(i).Image.Pixels);
            Assert.NotEqual(now.Image.Pixels, other.Load(i).Image.Pixels);
            Assert.Equal(before.Labels!.Pixels, now.Labels!.Pixels);
            Assert.Equal(before.Segments!.Ids.Pixels, now.Segments!.Ids.Pixels);
            Assert.Equal((before.NativeWidth, before.NativeHeight), (now.NativeWidth, now.NativeHeight));
            Assert.Equal(before.Files, now.Files);
        }
    }

    [Fact]
    public void Files_are_read_spoiled_by_the_loader_and_their_labels_move_as_ever()
    {
        using var folder = new TemporaryFolder();
        folder.CamVid("train", 3);
        var clean = Datasets.Open(new DataConfig { Root = folder.Path }, "train");
        var augmentation = new AugmentationConfig { Crop = [8, 8], Photometric = false };
        Assert.False(CorruptedDataset.Of(clean, Fog).Load(0, SampleParts.Labels).HasImage);
        using var plain = new BatchLoader(clean, augmentation, new LoaderConfig { Workers = 0 }, 2, 1);
        using var foggy = new BatchLoader(CorruptedDataset.Of(clean, Fog), augmentation, new LoaderConfig { Workers = 2 }, 2, 1);
        using var before = plain.Take(2);
        using var now = foggy.Take(2);
        Assert.Equal(before.Labels.ToArray<long>(), now.Labels.ToArray<long>());
        Assert.NotEqual(before.Images.ToArray<float>(), now.Images.ToArray<float>());
    }

    [Fact]
    public void Levels_out_of_range_name_their_key_and_results_are_named_by_kind_level_and_seed()
    {
        var message = Assert.Throws<InputException>(() => (Fog with { Level = 6 }).Validate("data.corruption")).Message;
        Assert.Contains("data.corruption.level", message, StringComparison.Ordinal);
        var stream = new StreamConfig { Corruption = Fog with { Level = -1 } };
        message = Assert.Throws<InputException>(() => stream.Validate("unlabeled")).Message;
        Assert.Contains("data.streams.unlabeled.corruption.level", message, StringComparison.Ordinal);
        Assert.Equal(("fog-3", "fog-3-seed-4", ""), (Fog.Label, (Fog with { Seed = 4 }).Label, new CorruptionConfig().Label));
    }

    private static SyntheticDataset Scenes() => new(new SyntheticScenes(96, 64, 5), 3);
}
