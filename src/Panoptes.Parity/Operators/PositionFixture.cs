using Panoptes.Models.Layers;
using Panoptes.Models.PixelDecoders;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.Operators;

/// <summary>Sine codes of maps of several sizes, and the reference points of all their pixels.</summary>
internal static class PositionFixture
{
    /// <summary>Runs it.</summary>
    public static IEnumerable<ParityResult> Run(OperatorFixture fixture)
    {
        var channels = 2L * MmsegConfig.Int(fixture.Config, "num_pos_feats", 128);
        var sizes = fixture.Sizes("shapes");
        var outputs = sizes.ToDictionary(
            size => $"pos.{size.Height}x{size.Width}",
            size => SinePositions.Tokens(size.Height, size.Width, channels, Device.Cpu).Transpose(1, 2)
                .Reshape([1, channels, size.Height, size.Width]),
            StringComparer.Ordinal);
        outputs["reference_points"] = ReferencePoints.OfPixels(sizes, Device.Cpu);
        return fixture.Compare(outputs);
    }
}
