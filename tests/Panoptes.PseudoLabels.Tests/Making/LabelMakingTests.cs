using Panoptes.Data.LabelContracts;
using Panoptes.Data.PseudoLabels;
using Panoptes.Data.Synthetic;
using Panoptes.Foundation;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.PseudoLabels.Clustering;
using Panoptes.PseudoLabels.Depths;
using Panoptes.PseudoLabels.Files;
using Panoptes.PseudoLabels.Instances;
using Panoptes.PseudoLabels.Making;
using Panoptes.PseudoLabels.Splitting;
using Panoptes.Tests;

namespace Panoptes.PseudoLabels.Tests.Making;

public sealed class LabelMakingTests : IDisposable
{
    private const int Images = 5;
    private readonly TemporaryFolder folder = new();

    public LabelMakingTests()
    {
        var scenes = new SyntheticScenes(96, 64, 3);
        for (var i = 0; i < Images; i++)
        {
            var scene = scenes.Render(i);
            PngFile.WriteRgb(folder[$"images/scene_{i}.png"], scene.Image);
            NpyArray.Write(folder[$"depth/scene_{i}.npy"], [64, 96], scene.Depth.Pixels);
            PngFile.WriteGray(folder[$"ids/scene_{i}.png"], scene.Labels);
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Colors_and_depth_make_pairs_under_a_contract()
    {
        var report = Make(Colors(), "out");
        Assert.Equal((Images, Images, 8), (report.Images, report.Made, report.Clusters));
        var contract = LabelContractFile.Read(folder["out/labels.json"]);
        Assert.Equal(8, contract.Clusters);
        Assert.Equal(report.Split.Things, contract.Split.Things);
        Assert.Equal(new LabelSize(96, 64), contract.Native);
        var pairs = PseudoLabelPairs.List(folder["out"]);
        Assert.Equal(Enumerable.Range(0, Images).Select(i => $"scene_{i}"), pairs.Select(pair => pair.Stem));
        var counts = ClusterCountsFile.Read(folder["out/statistics.json"]);
        Assert.Equal(Images * 96 * 64, counts.AllPixels.Sum());
        Assert.Equal(contract.Counts, counts.AllPixels);
        Assert.True(report.Instances > 0);
        foreach (var pair in pairs)
        {
            var maps = PseudoLabelMaps.Read(pair, contract, new LabelSize(96, 64), "labels.json");
            var classes = maps.Semantic.Pixels.Zip(maps.Instance!.Pixels).Where(pixel => pixel.Second > 0).Distinct();
            Assert.Equal(classes.Count(), classes.DistinctBy(pixel => pixel.Second).Count());
        }
    }

    [Fact]
    public void A_stopped_call_goes_on_and_ends_with_the_same_bytes_on_any_number_of_threads()
    {
        Make(Colors() with { Threads = 1 }, "whole");
        Assert.Throws<OperationCanceledException>(() => Make(Colors() with { Threads = 1 }, "cut", stopAt: 2));
        Assert.False(File.Exists(folder["cut/labels.json"]));

        // What a kill leaves, and worse: a file under its temporary name, a pair without its second half, a cut file.
        File.WriteAllText(folder["cut/.scene_4_semantic.png.1.abc.tmp"], "half");
        File.Copy(folder["whole/scene_3_instance.png"], folder["cut/scene_3_instance.png"], overwrite: true);
        File.WriteAllBytes(folder["cut/scene_0_semantic.png"], File.ReadAllBytes(folder["cut/scene_0_semantic.png"])[..40]);
        var report = Make(Colors() with { Threads = 3, Memory = 64 }, "cut", force: true);
        Assert.InRange(report.Made, Images - 1, Images);
        Assert.Equal(Made("whole"), Made("cut"));
        Assert.All(
            Made("whole"), name => Assert.Equal(File.ReadAllBytes(folder[$"whole/{name}"]), File.ReadAllBytes(folder[$"cut/{name}"])));
        Assert.Equal(0, Make(Colors(), "cut").Made);
    }

    [Fact]
    public void Other_settings_do_not_go_on_with_what_is_there_but_another_rule_for_things_does()
    {
        Make(Colors(), "out");
        var other = Colors() with { Confidence = 0.5 };
        Assert.Contains("other settings", Assert.Throws<InputException>(() => Make(other, "out")).Message);
        var report = Make(Colors() with { Things = new SplitConfig { Rule = ThingRule.Ids, Ids = [2, 5] } }, "out");
        Assert.Equal(0, report.Made);
        Assert.Equal([2, 5], LabelContractFile.Read(folder["out/labels.json"]).Split.Things.Order());
    }

    [Fact]
    public void Given_ids_split_by_depth_give_objects_of_things_only()
    {
        var report = Make(
            Ids() with
            {
                Depth = new DepthSourceConfig { Folder = folder["depth"] },
                Instances = new InstancesConfig
                {
                    From = InstanceSource.ThingDepth,
                    Depth = new DepthSplitConfig { PixelArea = 8, CorePixels = 4 },
                },
            },
            "out");
        for (var i = 0; i < Images; i++)
        {
            var classes = PngFile.ReadLabels<ushort>(folder[$"out/scene_{i}_semantic.png"]);
            var instances = PngFile.ReadLabels<ushort>(folder[$"out/scene_{i}_instance.png"]);
            Assert.Equal(PngFile.ReadLabels<ushort>(folder[$"ids/scene_{i}.png"]).Pixels, classes.Pixels);
            Assert.All(classes.Pixels.Zip(instances.Pixels), pixel => Assert.True(pixel.Second == 0 || pixel.First is 5 or 6));
        }

        Assert.Equal(2, report.Split.Things.Count);
    }

    [Fact]
    public void Proposals_as_run_lengths_and_logits_at_another_size_make_labels_at_a_scale()
    {
        var random = new SeededRandom(1);
        for (var i = 0; i < Images; i++)
        {
            var logits = Enumerable.Range(0, 384).Select(_ => (float)random.NextNormal());
            NpyArray.Write(folder[$"logits/scene_{i}.npy"], [4, 8, 12], [.. logits]);
            folder.Write(
                $"boxes/scene_{i}.json", """[{"segmentation": {"size": [64, 96], "counts": [1000, 20, 44, 20, 5060]}, "score": 0.9}]""");
        }

        var report = Make(
            new MakeConfig
            {
                Images = folder["images"],
                Scale = 0.625,
                Source = new ClassSourceConfig { Kind = ClassSourceKind.Logits, Folder = folder["logits"] },
                Instances = new InstancesConfig
                {
                    From = InstanceSource.Files,
                    Path = folder["boxes"],
                    Proposals = new ProposalConfig { MinPixels = 1 },
                },
                Things = new SplitConfig { Rule = ThingRule.Ratio, Threshold = 1e-6 },
            },
            "out");
        Assert.Equal(Images, report.Instances);
        var contract = LabelContractFile.Read(folder["out/labels.json"]);
        Assert.Equal((0.625, new LabelSize(60, 40)), (contract.Scale, contract.Label!.Value));
    }

    [Fact]
    public void Other_proposals_or_statistics_under_the_same_path_do_not_go_on_with_what_is_there()
    {
        const string Proposal = """[{"segmentation": {"size": [64, 96], "counts": [1000, 20, 44, 20, 5060]}, "score": 0.9}]""";
        foreach (var i in Enumerable.Range(0, Images))
        {
            folder.Write($"boxes/scene_{i}.json", Proposal);
        }

        var config = Ids() with { Instances = new InstancesConfig { From = InstanceSource.Files, Path = folder["boxes"] } };
        Make(config, "proposals");
        Make(config, "proposals");
        folder.Write("boxes/scene_2.json", Proposal.Replace("1000, 20", "1001, 19"));
        Assert.Contains("other settings", Assert.Throws<InputException>(() => Make(config, "proposals")).Message);

        var things = Ids() with
        {
            Instances = new InstancesConfig { From = InstanceSource.Components },
            Things = new SplitConfig { Rule = ThingRule.Ratio, Threshold = 0.1 },
            Statistics = [folder["given.json"]],
        };
        Make(things, "things", given: Counts(40));
        Assert.Equal(0, Make(things, "things", given: Counts(40)).Made);
        Assert.Contains("other settings", Assert.Throws<InputException>(() => Make(things, "things", given: Counts(30))).Message);

        static ClusterCounts Counts(long inside) =>
            ClusterCounts.From([50, 50, 50, 50, 50, 50, 50, 50], [0, 0, 0, 0, 0, inside, inside, 0], new long[8], "given.json");
    }

    [Fact]
    public void Statistics_that_are_read_are_not_written_over()
    {
        Make(Ids(), "out");
        var config = Ids() with { Statistics = [folder["out/statistics.json"]] };
        var (before, given) = (File.ReadAllBytes(folder["out/statistics.json"]), ClusterCountsFile.Read(folder["out/statistics.json"]));
        Assert.Contains("statistics.json", Assert.Throws<InputException>(() => Make(config, "out", force: true, given: given)).Message);
        Assert.Equal(before, File.ReadAllBytes(folder["out/statistics.json"]));
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(65535, true)]
    [InlineData(254, false)]
    [InlineData(300, false)]
    public void Only_255_and_65535_are_void_among_given_ids(int id, bool isVoid)
    {
        var ids = PngFile.ReadLabels<ushort>(folder["ids/scene_1.png"]);
        ids[0, 0] = (ushort)id;
        PngFile.WriteGray(folder["ids/scene_1.png"], ids);
        if (isVoid)
        {
            Make(Ids(), "out");
            Assert.Equal(255, PngFile.ReadLabels<ushort>(folder["out/scene_1_semantic.png"])[0, 0]);
        }
        else
        {
            Assert.Contains($"the id {id}", Assert.Throws<InputException>(() => Make(Ids(), "out")).Message);
        }
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("broken")]
    public void A_file_that_is_missing_or_broken_is_named_and_no_contract_is_written(string fault)
    {
        if (fault == "missing")
        {
            File.Delete(folder["depth/scene_3.npy"]);
        }
        else
        {
            File.WriteAllBytes(folder["depth/scene_3.npy"], [1, 2, 3]);
        }

        Assert.Contains("scene_3", Assert.Throws<InputException>(() => Make(Colors(), "out")).Message);
        Assert.False(File.Exists(folder["out/labels.json"]));
    }

    private MakeConfig Colors() => new()
    {
        Images = folder["images"],
        Source = new ClassSourceConfig { ColorCell = 2 },
        Clustering = new ClusteringConfig { Clusters = 12 },
        Merge = new MergeConfig { To = 8 },
        Depth = new DepthSourceConfig { Folder = folder["depth"], Reading = new DepthReading() },
        Instances = new InstancesConfig
        {
            From = InstanceSource.Depth,
            Proposals = new ProposalConfig { MinPixels = 16, MaxShare = 0.2 },
        },
        Things = new SplitConfig { Rule = ThingRule.Ratio, Threshold = 0.001 },
    };

    private MakeConfig Ids() => new()
    {
        Images = folder["images"],
        Source = new ClassSourceConfig { Kind = ClassSourceKind.Ids, Folder = folder["ids"], Clusters = 8 },
        Field = null,
        Things = new SplitConfig { Rule = ThingRule.Ids, Ids = [5, 6] },
    };

    private MakeReport Make(
        MakeConfig config, string name, int stopAt = int.MaxValue, bool force = false, ClusterCounts? given = null) =>
        new LabelMaking(config, given).Make(new OutputPlan("labels make", force), folder[name], (done, _) =>
        {
            if (done >= stopAt)
            {
                throw new OperationCanceledException();
            }
        });

    private string[] Made(string name) =>
        [.. folder.Files().Where(file => file.StartsWith($"{name}/") && !file.Contains("/.")).Select(file => file[(name.Length + 1)..])];
}
