using System.Text.Json;
using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;
using Panoptes.Models.Outputs;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Masks;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Supervision.Masks;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Parity.Teachers;

/// <summary>What the labels of a teacher teach a network that predicts a set of masks: matching, losses and gradients.</summary>
internal sealed class TaughtLossCase(StoredFixture fixture)
{
    private static readonly string[] Layers = ["0", "last"];
    private readonly Dictionary<string, Tensor> leaves = [];

    private int Images => fixture.Config.GetProperty("batch").GetInt32();

    /// <summary>Runs it.</summary>
    public IEnumerable<ParityResult> Run()
    {
        using var scope = TensorScope.Open();
        var config = new MaskLossConfig { Points = fixture.Config.GetProperty("num_points").GetInt32(), Source = MaskSource.Instances };
        var teacher = FixtureQueries.Prediction(
            FixtureQueries.Stored(fixture, "teacher_logits"), FixtureQueries.Stored(fixture, "teacher_masks"));
        var size = FixtureQueries.Numbers(fixture.Config.GetProperty("mask_size"));
        var student = new MaskSet(
            [.. Layers.Select(layer => FixtureQueries.Prediction(Leaf("logits", layer, 2), Leaf("masks", layer, 3)))], (size[0], size[1]));
        var draws = new RecordedPointDraws(fixture.Path, fixture.Root.GetProperty("rand_calls"), Images, Layers.Length);
        var truths = Truths(teacher, size);
        var matches = new MaskMatcher(new MaskWeights(2, 5, 5), config.Points).Match(student, truths, draws);
        var factor = fixture.Config.GetProperty("factor").GetDouble();
        var losses = new MaskCriterion(config).Compute(student, matches, draws);
        var total = losses.Select(term => term.Value * (term.Weight * factor)).Aggregate((sum, term) => sum + term);
        total.Backward();
        var tolerance = fixture.Fixture.Tolerance.Output;
        return
        [
            .. fixture.Root.GetProperty("matching").EnumerateArray().SelectMany(expected => Matching(expected, matches)),
            .. losses.Select(term => fixture.Compare(
                $"{term.Name}_ssl", term.Value.Item() * term.Weight * factor,
                fixture.Root.GetProperty("losses").GetProperty($"{term.Name}_ssl").GetDouble(), tolerance)),
            fixture.Compare("loss", total.Item(), fixture.Root.GetProperty("loss").GetDouble(), tolerance),
            .. fixture.Compare(leaves.ToDictionary(leaf => $"grad.{leaf.Key}", leaf => leaf.Value.Grad!)),
        ];
    }

    private IReadOnlyList<MaskTruth> Truths(MaskPrediction teacher, int[] size)
    {
        var config = FixtureQueries.Released(fixture.Config);
        using var scores = new LabelScores(config, FixtureQueries.Classes(fixture.Config));
        var geometry = Geometry.Identity(size[1], size[0]);
        using var batch = new Batch(
            0,
            new Dictionary<string, Tensor> { [Batch.ImageView] = Tensor.Zeros([Images, 3, size[0], size[1]]) },
            new BatchTargets(),
            [.. Enumerable.Range(0, Images).Select(n => new SampleInfo(n, new SampleFiles($"image {n}", fixture.Path, null), geometry))]);
        return new QueryLabeler(new QueryLabels(config, scores, _ => true), _ => true)
            .Label(new MaskSet([teacher], (size[0], size[1])), batch).Masks!;
    }

    private IEnumerable<ParityResult> Matching(JsonElement expected, MaskMatches matches)
    {
        var layer = expected.GetProperty("layer");
        var place = layer.ValueKind == JsonValueKind.String ? matches.Layers.Count - 1 : layer.GetInt32();
        var image = expected.GetProperty("image").GetInt32();
        var match = matches.Layers[place][image];
        yield return fixture.Count(
            $"queries of layer {layer} image {image}", [.. match.Queries], FixtureQueries.Numbers(expected.GetProperty("queries")),
            (one, other) => one == other);
        yield return fixture.Count(
            $"labels of layer {layer} image {image}", [.. match.Masks], FixtureQueries.Numbers(expected.GetProperty("pseudo_labels")),
            (one, other) => one == other);
    }

    private Tensor Leaf(string kind, string layer, float scale)
    {
        var name = $"a.student.{kind}.{layer}";
        var leaf = (fixture.Input(name) * scale).Detach();
        leaf.RequiresGrad = true;
        return leaves[name] = leaf;
    }
}
