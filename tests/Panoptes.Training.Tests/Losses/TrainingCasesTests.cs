using System.Text.Json;
using Panoptes.Parity.Training;
using Panoptes.Tests;

namespace Panoptes.Training.Tests.Losses;

public class TrainingCasesTests
{
    private const string File = "parity/training.json";

    [NeedsSharedFact(File)]
    public void Every_published_loss_distortion_and_schedule_is_reproduced()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(SharedFiles.Path(File)!));
        Assert.True(TrainingFixture.Recognizes(document.RootElement));
        var results = TrainingFixture.Run("training", document.RootElement).ToList();
        Assert.True(results.Count > 60, $"only {results.Count} results");
        Assert.DoesNotContain(results, result => !result.Passes);
    }

    [Fact]
    public void A_wrong_reference_is_found_wrong()
    {
        const string Cases = """
            {"losses": {"logits": "2*u('logits', i) of shape [1, 2, 1, 1]", "labels": [1], "label_shape": [1, 1, 1],
             "cases": {"cross_entropy": {"value": 0.5, "grad": [0.1, -0.1]}}}}
            """;
        using var document = JsonDocument.Parse(Cases);
        Assert.All(TrainingFixture.Run("wrong", document.RootElement), result => Assert.False(result.Passes));
    }
}
