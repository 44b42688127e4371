using System.Text;
using System.Text.Json.Nodes;
using Panoptes.Foundation;
using Panoptes.Metrics;

namespace Panoptes.Tests.BadInput;

public sealed class MutationTests
{
    private const int Mutations = 1000;

    [Fact]
    public void A_thousand_damaged_inputs_end_in_a_score_or_an_error_that_names_the_file()
    {
        var (refused, scored) = (0, 0);
        for (var seed = 0; seed < Mutations; seed++)
        {
            using var folder = new TemporaryFolder();
            var random = new SeededRandom(seed, 99);
            var score = Prepare(folder, seed % 4, random);
            var damaged = Damage(folder.Path, random);
            try
            {
                var report = score();
                Assert.All(report.Headlines, h => Assert.True(double.IsNaN(h.Value) || h.Value is >= 0 and <= 2, $"mutation {seed} of {damaged}: {h.Name} is {h.Value}"));
                scored++;
            }
            catch (InputException error)
            {
                Assert.True(error.Message.Contains(folder.Path, StringComparison.Ordinal), $"mutation {seed} of {damaged} is refused without a file: {error.Message}");
                Assert.DoesNotContain('\n', error.Message);
                refused++;
            }
        }

        // Both happen: some mutations only change a number that the file may hold.
        Assert.True(refused > Mutations / 2, $"{refused} refused");
        Assert.True(scored > 0, $"{scored} scored");
    }

    [Fact]
    public void Sound_inputs_of_every_kind_are_scored()
    {
        for (var kind = 0; kind < 4; kind++)
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
        var error = Assert.Throws<InputException>(() => PanopticScorer.Score(new PanopticInputs(folder["gt.json"], null, folder["pred.json"], null)));
        Assert.Contains("file name", error.Message);
    }

    [Fact]
    public void An_error_names_file_and_json_path()
    {
        using var folder = new TemporaryFolder();
        SmallDataSets.WritePanoptic(folder.Path, new SeededRandom(2));
        var root = JsonNode.Parse(File.ReadAllText(folder["gt.json"]))!;
        root["annotations"]![1]!["segments_info"]!.AsArray().Insert(0, new JsonObject { ["id"] = 5, ["category_id"] = "person", ["iscrowd"] = 0, ["area"] = 1 });
        File.WriteAllText(folder["gt.json"], root.ToJsonString());
        var error = Assert.Throws<InputException>(() => PanopticScorer.Score(new PanopticInputs(folder["gt.json"], null, folder["pred.json"], null)));
        Assert.Contains("gt.json: $.annotations[1].segments_info[0].category_id: found the string \"person\"", error.Message);
    }

    private static Func<ScoreReport> Prepare(TemporaryFolder folder, int kind, SeededRandom random)
    {
        switch (kind)
        {
            case 0:
                SmallDataSets.WritePanoptic(folder.Path, random);
                return () => PanopticScorer.Score(new PanopticInputs(folder["gt.json"], null, folder["pred.json"], null), new PanopticOptions { Threads = 1 });
            case 1:
                SmallDataSets.WriteInstances(folder.Path, random);
                return () => InstanceScorer.Score(folder["gt.json"], folder["pred.json"], new InstanceOptions { Threads = 1 });
            case 2:
                SmallDataSets.WriteCityscapes(folder.Path, random);
                return () => CityscapesScorer.ScorePixels(folder["gtFine"], folder["pixel"], 1);
            default:
                SmallDataSets.WriteCityscapes(folder.Path, random);
                return () => CityscapesScorer.ScoreInstances(folder["gtFine"], folder["instance"], 1);
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
