using System.Text.Json.Nodes;
using Panoptes.Tests;

namespace Panoptes.Parity.Tests;

public sealed class EomtFixtureTests
{
    private const string Folder = "parity/models";

    [NeedsSharedTheory(Folder)]
    [InlineData("eomt_mask_annealing", 9)]
    [InlineData("eomt_parameter_groups", 6)]
    [InlineData("eomt_inference", 50)]
    [InlineData("eomt_weight_mapping", 20)]
    public void Schedules_inference_and_weights_agree_with_the_reference(string fixture, int least)
    {
        var results = ParityRunner.Run([SharedFiles.Path($"{Folder}/{fixture}.json")!]).ToArray();
        Assert.True(results.Length >= least, $"{results.Length} comparisons");
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results, all: true)));
    }

    [NeedsSharedTheory(Folder)]
    [InlineData("eomt_mask_annealing", "probability", "shares held")]
    [InlineData("eomt_parameter_groups", "groups", "rates (relative)")]
    public void A_number_that_differs_is_over_its_tolerance(string fixture, string rows, string quantity)
    {
        var json = JsonNode.Parse(File.ReadAllText(SharedFiles.Path($"{Folder}/{fixture}.json")!))!.AsObject();
        var row = json["configs"]![0]![rows]![5]!.AsArray();
        if (rows == "groups")
        {
            row[4] = row[4]!.GetValue<double>() + 1e-9;
        }
        else
        {
            row[1]![0] = row[1]![0]!.GetValue<double>() + 1e-4;
        }

        var folder = Directory.CreateTempSubdirectory("panoptes-eomt-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "a.json"), json.ToJsonString());
            var over = Assert.Single(ParityRunner.Run([Path.Combine(folder, "a.json")]), result => !result.Passes);
            Assert.Equal(quantity, over.Quantity);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
