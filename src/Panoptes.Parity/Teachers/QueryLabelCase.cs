using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Parity.Teachers;

/// <summary>Which queries become labels, and their masks.</summary>
internal sealed class QueryLabelCase(StoredFixture fixture)
{
    /// <summary>Runs it.</summary>
    public IEnumerable<ParityResult> Run()
    {
        using var scope = TensorScope.Open();
        var prediction = FixtureQueries.Prediction(
            FixtureQueries.Stored(fixture, "pred_logits"), FixtureQueries.Stored(fixture, "pred_masks"));
        var config = FixtureQueries.Released(fixture.Config);
        using var scores = new LabelScores(config, FixtureQueries.Classes(fixture.Config));
        var choice = new QueryLabels(config, scores, _ => true);
        var (results, outputs) = (new List<ParityResult>(), new Dictionary<string, Tensor>());
        foreach (var (image, expected) in fixture.Root.GetProperty("pseudo_labels").EnumerateArray().Index())
        {
            var (labels, inside) = choice.Of(prediction, image);
            outputs.Add($"masks.{image}", inside.To(DType.Float32));
            results.Add(Same($"queries {image}", [.. labels.Select(label => label.Query)], expected, "queries"));
            results.Add(Same($"labels {image}", [.. labels.Select(label => label.Class)], expected, "labels"));
            var areas = inside.To(DType.Int64).Sum([1, 2]).ToArray<long>();
            results.Add(Same($"areas {image}", [.. areas.Select(area => (int)area)], expected, "areas"));
        }

        return [.. results, .. fixture.Compare(outputs)];
    }

    private ParityResult Same(string quantity, int[] found, System.Text.Json.JsonElement expected, string name) =>
        fixture.Count(quantity, found, FixtureQueries.Numbers(expected.GetProperty(name)), (one, other) => one == other);
}
