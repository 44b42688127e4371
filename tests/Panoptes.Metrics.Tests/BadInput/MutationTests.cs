using System.Text;
using System.Text.Json.Nodes;
using Panoptes.Formats.Coco.Writing;
using Panoptes.Foundation;
using Panoptes.Metrics.Conversion;
using Panoptes.Metrics.Instances;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Scoring;
using Panoptes.Metrics.Semantic;
using Panoptes.Metrics.Unsupervised;
using Panoptes.Tests;

namespace Panoptes.Metrics.Tests.BadInput;

public sealed class MutationTests
{
    private const int Mutations = 1000;
    private const int Kinds = 6;
    private const int Conversions = 6;

    [Fact]
    public void A_thousand_damaged_inputs_end_in_a_score_or_an_error_that_names_the_file()
    {
        var (refused, scored) = (0, 0);
        for (var seed = 0; seed < Mutations; seed++)
        {
            using var folder = new TemporaryFolder();
            var random = new SeededRandom(seed, 99);
            var score = Prepare(folder, seed % Kinds, random);
            var damaged = Damage(folder.Path, random);
            try
            {
                var report = score();
                Assert.All(report.Headlines, h => Assert.True(
                    double.IsNaN(h.Value) || h.Value is >= 0 and <= 2, $"mutation {seed} of {damaged}: {h.Name} is {h.Value}"));
                scored++;
            }
            catch (InputException error)
            {
                Assert.True(
                    error.Message.Contains(folder.Path, StringComparison.Ordinal),
                    $"mutation {seed} of {damaged} is refused without a file: {error.Message}");
                Assert.DoesNotContain('\n', error.Message);
                refused++;
            }
        }

        // Both happen: some mutations only change a number that the file may hold.
        Assert.True(refused > Mutations / 2, $"{refused} refused");
        Assert.True(scored > 0, $"{scored} scored");
    }

    [Fact]
    public void Damaged_inputs_of_conversions_end_in_a_readable_result_or_an_error_that_names_the_file()
    {
        var (refused, converted) = (0, 0);
        for (var seed = 0; seed < Mutations / 4; seed++)
        {
            using var folder = new TemporaryFolder();
            var random = new SeededRandom(seed, 98);
            var convert = PrepareConversion(folder, seed % Conversions, random);
            var damaged = Damage(folder.Path, random);
            try
            {
                convert();
                converted++;
            }
            catch (InputException error)
            {
                Assert.True(
                    error.Message.Contains(folder.Path, StringComparison.Ordinal),
                    $"mutation {seed} of {damaged} is refused without a file: {error.Message}");
                Assert.DoesNotContain('\n', error.Message);
                refused++;
            }
        }

        Assert.True(refused > Mutations / 16, $"{refused} refused");
        Assert.True(converted > 0, $"{converted} converted");
    }

    [Fact]
    public void Sound_inputs_of_every_conversion_are_converted()
    {
        for (var kind = 0; kind < Conversions; kind++)
        {
            using var folder = new TemporaryFolder();
            PrepareConversion(folder, kind, new SeededRandom(kind))();
        }
    }

    [Fact]
    public void Sound_inputs_of_every_kind_are_scored()
    {
        for (var kind = 0; kind < Kinds; kind++)
        {
            using var folder = new TemporaryFolder();
            Assert.NotEmpty(Prepare(folder, kind, new SeededRandom(kind))().Headlines);
        }
    }

    [Theory]
    [InlineData("../../outside.png")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void A_file_name_that_leaves_its_folder_is_refused(string name)
    {
        using var folder = new TemporaryFolder();
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(1));
        var root = JsonNode.Parse(File.ReadAllText(folder["pred.json"]))!;
        root["annotations"]![0]!["file_name"] = name;
        File.WriteAllText(folder["pred.json"], root.ToJsonString());
        var error = Assert.Throws<InputException>(
            () => PanopticScorer.Score(new PanopticInputs(folder["gt.json"], null, folder["pred.json"], null)));
        Assert.Contains("file name", error.Message);
    }

    [Fact]
    public void An_error_names_file_and_json_path()
    {
        using var folder = new TemporaryFolder();
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(2));
        var root = JsonNode.Parse(File.ReadAllText(folder["gt.json"]))!;
        root["annotations"]![1]!["segments_info"]!.AsArray()
            .Insert(0, new JsonObject { ["id"] = 5, ["category_id"] = "person", ["iscrowd"] = 0, ["area"] = 1 });
        File.WriteAllText(folder["gt.json"], root.ToJsonString());
        var error = Assert.Throws<InputException>(
            () => PanopticScorer.Score(new PanopticInputs(folder["gt.json"], null, folder["pred.json"], null)));
        Assert.Contains("gt.json: $.annotations[1].segments_info[0].category_id: found the string \"person\"", error.Message);
    }

    private static Func<ScoreReport> Prepare(TemporaryFolder folder, int kind, SeededRandom random)
    {
        switch (kind)
        {
            case 0:
                SmallDataSets.WritePanoptic(folder.Path, random);
                return () => PanopticScorer.Score(
                    new PanopticInputs(folder["gt.json"], null, folder["pred.json"], null), new PanopticOptions { Threads = 1 });
            case 1:
                SmallDataSets.WriteInstances(folder.Path, random);
                return () => InstanceScorer.Score(folder["gt.json"], folder["pred.json"], new InstanceOptions { Threads = 1 });
            case 2:
                SmallDataSets.WriteCityscapes(folder.Path, random);
                return () => CityscapesScorer.ScorePixels(folder["gtFine"], folder["pixel"], 1);
            case 3:
                SmallDataSets.WriteCityscapes(folder.Path, random);
                return () => CityscapesScorer.ScoreInstances(folder["gtFine"], folder["instance"], 1);
            case 4:
                SmallDataSets.WriteSemantic(folder.Path, random);
                return () => SemanticScorer.Score(folder["gt"], folder["pred"], ["a", "b", "c", "d"], new SemanticOptions { Threads = 1 });
            default:
                SmallDataSets.WriteClusters(folder.Path, random);
                return () => ClusterScorer.Score(
                    folder["gt"], folder["pred"], ["a", "b", "c", "d"],
                    new UnsupervisedOptions { Things = [2, 3], StuffClasses = [0, 1], Clusters = 6 }, 1);
        }
    }

    // Writes a sound input; returned is its conversion, which reads what it made again.
    private static Action PrepareConversion(TemporaryFolder folder, int kind, SeededRandom random)
    {
        Directory.CreateDirectory(folder["out"]);
        switch (kind)
        {
            case 0:
                SmallDataSets.WriteCityscapes(folder.Path, random);
                return () =>
                {
                    CityscapesConversion.ToPanoptic(folder["gtFine"], folder["out/made.json"]);
                    PanopticFile.ReadTruth(folder["out/made.json"]);
                };
            case 1:
                SmallDataSets.WriteCityscapes(folder.Path, random);
                CityscapesConversion.ToPanoptic(folder["gtFine"], folder["gt.json"]);
                Directory.Delete(folder["gtFine"], recursive: true);
                return () =>
                {
                    CityscapesConversion.FromPanoptic(folder["gt.json"], null, folder["out/gtFine"]);
                    CityscapesConversion.ToPanoptic(folder["out/gtFine"], folder["out/again.json"]);
                };
            case 2:
                SmallDataSets.WritePanoptic(folder.Path, random);
                return () =>
                {
                    InstanceConversion.FromPanoptic(folder["gt.json"], null, folder["out/made.json"]);
                    InstanceFile.ReadTruth(folder["out/made.json"]);
                };
            case 3:
                SmallDataSets.WritePanoptic(folder.Path, random);
                InstanceConversion.FromPanoptic(folder["gt.json"], null, folder["instances.json"]);
                File.Delete(folder["gt.json"]);
                return () =>
                {
                    InstanceConversion.ToPanoptic(folder["instances.json"], folder["out/made.json"]);
                    PanopticFile.ReadTruth(folder["out/made.json"]);
                };
            case 4:
                SmallDataSets.WritePanoptic(folder.Path, random);
                return () => LabelConversion.FromPanoptic(folder["gt.json"], null, folder["out/labels"]);
            default:
                SmallDataSets.WriteSemantic(folder.Path, random);
                return () =>
                {
                    OutputCategory[] categories = [.. Enumerable.Range(0, 4)
                        .Select(c => new OutputCategory(c, $"class {c}", false, null, new Imaging.Rgb(1, 2, 3)))];
                    LabelConversion.ToPanoptic(folder["gt"], categories, new HashSet<int> { 255 }, folder["out/made.json"]);
                    PanopticFile.ReadTruth(folder["out/made.json"]);
                };
        }
    }

    // Damages one file; says which and how.
    private static string Damage(string folder, SeededRandom random)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var file = files[random.NextInt(0, files.Length)];
        var bytes = File.ReadAllBytes(file);
        var how = random.NextInt(0, file.EndsWith(".json", StringComparison.Ordinal) ? 8 : 4);
        switch (how)
        {
            case 0:
                bytes = bytes[..random.NextInt(0, bytes.Length)];
                break;
            case 1:
                for (var i = random.NextInt(1, 4); i > 0; i--)
                {
                    bytes[random.NextInt(0, bytes.Length)] ^= (byte)(1 << random.NextInt(0, 8));
                }

                break;
            case 2:
                File.Delete(file);
                return $"{file}: deleted";
            case 3:
                var other = files[random.NextInt(0, files.Length)];
                bytes = File.ReadAllBytes(other);
                break;
            default:
                bytes = Encoding.UTF8.GetBytes(DamageJson(JsonNode.Parse(bytes)!, random).ToJsonString());
                break;
        }

        File.WriteAllBytes(file, bytes);
        return $"{file}: {how}";
    }

    private static JsonNode DamageJson(JsonNode root, SeededRandom random)
    {
        var node = root;
        while (true)
        {
            if (node is JsonObject { Count: > 0 } some)
            {
                var key = some.ElementAt(random.NextInt(0, some.Count)).Key;
                if (some[key] is JsonObject or JsonArray { Count: > 0 } && random.NextBool(0.85))
                {
                    node = some[key]!;
                    continue;
                }

                Replace(value => some[key] = value, () => some.Remove(key), some[key]);
                return root;
            }

            if (node is not JsonArray { Count: > 0 } list)
            {
                return root;
            }

            var index = random.NextInt(0, list.Count);
            if (list[index] is JsonObject or JsonArray { Count: > 0 } && random.NextBool(0.9))
            {
                node = list[index]!;
                continue;
            }

            // An element twice is an id twice.
            Replace(value => list[index] = value, () => list.RemoveAt(index), random.NextBool() ? null : list[index]);
            if (random.NextBool(0.3) && list.Count > 0)
            {
                list.Add(list[0]?.DeepClone());
            }

            return root;
        }

        void Replace(Action<JsonNode?> set, Action remove, JsonNode? old)
        {
            switch (random.NextInt(0, 9))
            {
                case 0:
                    remove();
                    break;
                case 1:
                    set("text");
                    break;
                case 2:
                    set(-1);
                    break;
                case 3:
                    set(random.NextInt(0, 1000));
                    break;
                case 4:
                    set(1e300);
                    break;
                case 5:
                    set(new JsonArray());
                    break;
                case 6:
                    set("../../../etc/passwd");
                    break;
                case 7:
                    set(JsonValue.Create(4294967296L + random.NextInt(0, 9)));
                    break;
                default:
                    set(old is null ? 1.5 : null);
                    break;
            }
        }
    }
}
