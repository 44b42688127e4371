using Panoptes.Models.Detection.Boxes;
using Panoptes.Tensors;
using Panoptes.Training.Losses;

namespace Panoptes.Parity.Boxes;

/// <summary>Losses of boxes and of their classes.</summary>
internal static class BoxLosses
{
    /// <summary>Runs them.</summary>
    public static void Run(BoxFixture fixture)
    {
        var (boxes, targets) = (fixture.Read("src_boxes"), fixture.Read("dst_boxes"));
        var codes = new BoxCoder(1, 1, 1, 1).Encode(boxes, targets);
        foreach (var loss in fixture.Root.GetProperty("dense_box_regression_loss").EnumerateObject())
        {
            var given = BoxFixture.Wanted(BoxFixture.Formed("a.pred", codes.Size(0), 4));
            var sum = BoxLoss.SmoothL1(given, codes, BoxFixture.Number(loss.Name["beta_".Length..])).Sum();
            sum.Backward();
            fixture.Add($"loss of boxes, {loss.Name}", sum.Item(), loss.Value.GetDouble());
            fixture.Add($"dense_loss_grad.{loss.Name}", given.Grad!);
        }

        foreach (var name in Named(fixture, "smooth_l1.beta_"))
        {
            var count = fixture.Fixture.Outputs["smooth_l1.beta_" + name].Shape[0];
            fixture.Add($"smooth_l1.beta_{name}", BoxLoss.SmoothL1(
                BoxFixture.Formed("a.l1a", count), BoxFixture.Formed("a.l1b", count), BoxFixture.Number(name)));
        }

        foreach (var name in Named(fixture, "focal."))
        {
            Focal(fixture, name);
        }

        fixture.Add("giou_loss", BoxLoss.GeneralizedIoU(boxes, targets));
    }

    // Named by alpha and gamma, both with a decimal point or one of them without: gamma is what the last point but one begins.
    private static void Focal(BoxFixture fixture, string name)
    {
        var at = name.LastIndexOf('.', name.LastIndexOf('.') - 1);
        var (alpha, gamma) = (BoxFixture.Number(name[..at]), BoxFixture.Number(name[(at + 1)..]));
        var logits = BoxFixture.Wanted(fixture.Read("focal_logits"));
        Tensor loss = SoftFocalLoss.Each(logits, fixture.Read("focal_targets"), alpha < 0 ? null : alpha, gamma);
        loss.Sum().Backward();
        fixture.Add($"focal.{name}", loss);
        fixture.Add($"focal_grad.{name}", logits.Grad!);
    }

    private static IEnumerable<string> Named(BoxFixture fixture, string prefix) => fixture.Fixture.Outputs.Keys
        .Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key[prefix.Length..]);
}
