using Panoptes.Data.Loading;
using Panoptes.Models.Outputs;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Training.Matching;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;
using Panoptes.Training.Supervision.Detection;

namespace Panoptes.Parity.TwoStage;

/// <summary>
/// A training step: what is sampled, losses, every parameter's gradient; on given proposals or, without gradients, on the network's own.
/// </summary>
internal static class TwoStageStep
{
    private const double SampleShare = 0.02;

    /// <summary>Runs it.</summary>
    public static IEnumerable<ParityResult> Run(TwoStageFixture fixture)
    {
        using var network = fixture.Network(stuffArea: 0);
        FormulaWeights.Fill(network, fixture.Fixture);
        var isGiven = fixture.Fixture.Inputs.ContainsKey("proposals.0");
        var images = fixture.Input(fixture.Fixture.Inputs.Keys.First(name => !name.StartsWith("proposals", StringComparison.Ordinal)));
        using var batch = PaintedTargets.Of(fixture, images);
        var step = new StepContext(
            new Dictionary<string, TrainingBatch> { [SampleStream.Labeled] = new(batch, images, null) }, (_, seen) => network.Forward(seen))
        {
            Step = 0,
            IsMeasured = true,
        };
        var outputs = (Detections)step.Outputs(SampleStream.Labeled);
        Tensor[] proposals = isGiven
            ? [.. Enumerable.Range(0, (int)images.Size(0)).Select(n => fixture.Stored!.ReadTensor(fixture.Stored.Find($"proposals.{n}")!))]
            : [.. outputs.Propose().Select(each => each.Boxes)];
        var supervisor = new DetectionSupervision(
            fixture.Losses, 0, MaskSource.Segments, orders: _ => new InOrder(), propose: _ => proposals);
        var losses = supervisor.Compute(step).Where(loss => loss.Weight > 0).ToArray();
        var total = losses.Select(loss => loss.Value * loss.Weight).Aggregate((sum, loss) => sum + loss);
        var tolerance = fixture.Root.GetProperty("tolerance").GetProperty("loss_rel").GetDouble();
        var expected = fixture.Root.GetProperty("losses");
        List<ParityResult> results =
        [
            .. Samples(fixture, batch, outputs, proposals, isGiven),
            .. losses.Select(loss => fixture.Compare(
                loss.Name, loss.Value.Item() * loss.Weight, expected.GetProperty(loss.Name).GetDouble(), tolerance)),
            fixture.Count("losses", losses.Select(loss => loss.Name).Order(StringComparer.Ordinal).ToArray(),
                [.. expected.EnumerateObject().Select(loss => loss.Name).Order(StringComparer.Ordinal)], (one, other) => one == other),
            fixture.Compare("loss", total.Item(), fixture.Root.GetProperty("loss").GetDouble(), tolerance),
        ];
        if (fixture.Fixture.Gradients is { Count: > 0 })
        {
            total.Backward();
            results.AddRange(GradientComparison.Compare(
                fixture.Name, fixture.Fixture, [.. network.NamedParameters().Select(p => (p.Name, p.Tensor.Grad))]));
        }

        return results;
    }

    // What float noise may flip is compared as sets of boxes.
    private static IEnumerable<ParityResult> Samples(
        TwoStageFixture fixture, Batch batch, Detections outputs, Tensor[] proposals, bool isGiven)
    {
        var truths = DetectionTruth.Objects(batch, MaskSource.Segments, outputs.Classes, Device.Cpu);
        var sampled = new StageMatching(fixture.Losses, fixture.Things).Sample(proposals, truths, new InOrder());
        return isGiven
            ? fixture.Compare(sampled.SelectMany((boxes, n) => new[]
            {
                KeyValuePair.Create($"sampled.{n}.boxes", boxes.Boxes),
                KeyValuePair.Create($"sampled.{n}.gt_classes", Tensor.From<long>(boxes.Classes, boxes.Classes.Length)),
            }).ToDictionary())
            : sampled.Select((boxes, n) => fixture.Missing(
                $"sampled.{n}.boxes", boxes.Boxes, fixture.Stored!.ReadTensor(fixture.Stored.Find($"sampled.{n}.boxes")!), SampleShare));
    }
}
