using System.Text.Json.Nodes;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Parity.Tests;

public sealed class ParityRunnerTests
{
    private const string Fixture = "parity/models/torchvision_resnet18.train.json";

    [Fact]
    public void A_model_that_this_version_lacks_is_skipped_by_name_and_never_passed()
    {
        using var folder = new Folder();
        var path = System.IO.Path.Combine(folder.Path, "unknown.json");
        File.WriteAllText(path, """{"model": "A network of another version", "config": {}}""");
        var result = Assert.Single(ParityRunner.Run([path]));
        Assert.True(result is { IsSkipped: true, Passes: false, Fails: false });
        Assert.Equal("model not in this version: A network of another version", result.Note);
        Assert.Contains("1 skipped", ParityReport.Summary([result]));
        Assert.Contains(ParityReport.Lines([result]), line => line.Contains("skipped  (model not in this version"));
    }

    [NeedsSharedTheory(Fixture)]
    [InlineData("output logits samples")]
    [InlineData("output logits tensor")]
    [InlineData("loss")]
    [InlineData("gradient layer2.0.conv1.weight")]
    [InlineData("gradients-90% of all")]
    [InlineData("buffer layer1.0.bn1.running_var")]
    [InlineData("names, shapes and order of 122 entries")]
    [InlineData("count of 11689513 parameters")]
    public void A_number_that_differs_is_over_its_tolerance(string quantity)
    {
        using var folder = new Folder();
        var json = JsonNode.Parse(File.ReadAllText(SharedFiles.Path(Fixture)!))!.AsObject();
        switch (quantity.Split(' '))
        {
            case ["output", _, "samples"]:
                Shift(json["outputs"]!["logits"]!["samples"]![5]!.AsArray(), 1, 0.01);
                break;
            case ["output", ..]:
                json["outputs"]!["logits"]!["tensor"] = "missing";
                break;
            case ["loss"]:
                json["loss"] = json["loss"]!.GetValue<double>() + 0.01;
                break;
            case ["gradient", ..]:
                Shift(json["grads"]!["layer2.0.conv1.weight"]!.AsArray(), 1, 0.01 * json["grads"]!["layer2.0.conv1.weight"]![0]!
                    .GetValue<double>());
                break;
            case ["gradients-90%", ..]:
                foreach (var (_, pair) in json["grads"]!.AsObject())
                {
                    Shift(pair!.AsArray(), 0, 0.002 * pair![0]!.GetValue<double>());
                }

                break;
            case ["buffer", var name]:
                Shift(json["buffers_after"]![name]!.AsArray(), 0, 0.01);
                break;
            case ["names,", ..]:
                (json["parameters"]![3]![0], json["parameters"]![4]![0]) = (
                    json["parameters"]![4]![0]!.DeepClone(), json["parameters"]![3]![0]!.DeepClone());
                break;
            default:
                json["parameter_count"] = 11689513;
                break;
        }

        folder.Save(json, SharedFiles.Path("parity/models/torchvision_resnet18.train.safetensors")!);
        var results = ParityRunner.Run([folder.Path]).ToArray();
        Assert.Equal([quantity], results.Where(result => result.Fails).Select(result => result.Quantity));
    }

    [NeedsSharedFact(Fixture)]
    public void A_contract_compares_names_shapes_and_count_alone()
    {
        using var folder = new Folder();
        var json = JsonNode.Parse(File.ReadAllText(SharedFiles.Path(Fixture)!))!.AsObject();
        foreach (var member in new[] { "outputs", "grads", "loss", "buffers_after", "input", "mode", "tolerance" })
        {
            json.Remove(member);
        }

        json["contract"] = true;
        folder.Save(json, null);
        var results = ParityRunner.Run([folder.Path]).ToArray();
        Assert.Equal(2, results.Length);
        Assert.All(results, result => Assert.True(result.Passes));
    }

    [Fact]
    public void A_json_of_no_known_kind_is_skipped_aloud()
    {
        using var folder = new Folder();
        folder.Save(new JsonObject { ["what"] = 1 }, null);
        Assert.True(Assert.Single(ParityRunner.Run([folder.Path])).IsSkipped);
    }

    [Fact]
    public void A_path_without_fixtures_is_refused()
    {
        using var folder = new Folder();
        Assert.Throws<InputException>(() => ParityRunner.Run([folder.Path]).ToArray());
        Assert.Throws<InputException>(() => ParityRunner.Run([folder.Path + "/missing"]).ToArray());
    }

    [Fact]
    public void A_damaged_fixture_is_refused_with_its_name()
    {
        using var folder = new Folder();
        folder.Save(
            new JsonObject
            {
                ["model"] =
                "torchvision_resnet18",
                ["config"] = new JsonObject { ["depth"] = 18, ["num_classes"] = 10 },
                ["parameters"] = "none"
            },
            null);
        Assert.Contains(
            "torchvision_resnet18.json", Assert.Throws<InputException>(() => ParityRunner.Run([folder.Path]).ToArray()).Message);
    }

    private static void Shift(JsonArray array, int index, double by) => array[index] = array[index]!.GetValue<double>() + by;

    /// <summary>A folder of one fixture, removed at the end.</summary>
    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("panoptes-parity-");

        public string Path => folder.FullName;

        public void Save(JsonObject json, string? safetensors)
        {
            File.WriteAllText(System.IO.Path.Combine(Path, "torchvision_resnet18.json"), json.ToJsonString());
            if (safetensors is not null)
            {
                File.Copy(safetensors, System.IO.Path.Combine(Path, "torchvision_resnet18.safetensors"));
            }
        }

        public void Dispose()
        {
            foreach (var file in folder.GetFiles())
            {
                file.IsReadOnly = false;
            }

            folder.Delete(recursive: true);
        }
    }
}
