using System.Text.Json.Nodes;
using Panoptes.Tests;

namespace Panoptes.Parity.Tests;

public sealed class MaskFixtureTests
{
    private const string Folder = "parity/detection";

    [NeedsSharedTheory(Folder)]
    [InlineData("mask2former_criterion", 60)]
    [InlineData("mask2former_criterion_empty", 20)]
    [InlineData("ibs_mask2former", 40)]
    [InlineData("mask2former_inference", 18)]
    [InlineData("mask2former_inference_coco_thresholds", 18)]
    public void Matching_losses_gradients_and_readings_agree_with_the_reference(string fixture, int least)
    {
        var results = ParityRunner.Run([SharedFiles.Path($"{Folder}/{fixture}.json")!]).ToArray();
        Assert.True(results.Length >= least, $"{results.Length} comparisons");
        Assert.True(results.All(result => result.Passes), string.Join('\n', ParityReport.Lines(results, all: true)));
    }

    [NeedsSharedTheory(Folder)]
    [InlineData("matching last.image0")]
    [InlineData("loss_dice_1")]
    [InlineData("output cost.1.image0 tensor")]
    [InlineData("output grad.a.masks.0 samples")]
    public void A_number_that_differs_is_over_its_tolerance(string quantity)
    {
        var folder = Directory.CreateTempSubdirectory("panoptes-masks-").FullName;
        try
        {
            var source = SharedFiles.Path($"{Folder}/mask2former_criterion.json")!;
            File.Copy(Path.ChangeExtension(source, ".safetensors"), Path.Combine(folder, "a.safetensors"));
            var json = JsonNode.Parse(File.ReadAllText(source))!.AsObject();
            switch (quantity)
            {
                case "matching last.image0":
                    json["matching"]!["last.image0"]!["queries"]![0] = 0;
                    break;
                case "loss_dice_1":
                    json["losses"]![quantity] = json["losses"]![quantity]!.GetValue<double>() + 1e-4;
                    break;
                case "output cost.1.image0 tensor":
                    json["outputs"]!["cost.1.image0"]!["tensor"] = "cost.0.image0";
                    break;
                default:
                    json["outputs"]!["grad.a.masks.0"]!["samples"]![3]![1] = 1;
                    break;
            }

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
