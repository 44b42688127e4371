using System.Text.Json;
using Panoptes.Models.Backbones.Mscan;
using Panoptes.Models.Heads;

namespace Panoptes.Parity.Models;

/// <summary>Reads the configuration of SegNeXt's parts.</summary>
internal static class SegnextFixture
{
    /// <summary>An MSCAN without drop path.</summary>
    public static MscanBackbone ReadBackbone(JsonElement part)
    {
        MmsegConfig.Demand(MmsegConfig.Int(part, "num_stages", 4) == 4, "an MSCAN of other than 4 stages");
        return new MscanBackbone(new MscanConfig
        {
            Widths = MmsegConfig.Ints(part, "embed_dims", [64, 128, 256, 512]),
            Depths = MmsegConfig.Ints(part, "depths", [3, 4, 6, 3]),
            Expansions = MmsegConfig.Ints(part, "mlp_ratios", [4, 4, 4, 4]),
            DropPath = 0,
        });
    }

    /// <summary>A "LightHamHead", without what all heads share.</summary>
    public static HamburgerHeadConfig ReadHead(JsonElement part)
    {
        MmsegConfig.Demand(MmsegConfig.Ints(part, "in_index", []) is [1, 2, 3], "a LightHamHead of other than the last three maps");
        MmsegConfig.Demand(
            part.TryGetProperty("norm_cfg", out var norm) && MmsegConfig.Type(norm) == "GN", "a LightHamHead whose norm is not GN");
        var settings = part.TryGetProperty("ham_kwargs", out var given) ? given : default;
        return new HamburgerHeadConfig
        {
            Channels = MmsegConfig.Int(part, "channels", 256),
            HamChannels = MmsegConfig.Int(part, "ham_channels", 512),
            Rank = MmsegConfig.Int(settings, "MD_R", 64),
            NormGroups = MmsegConfig.Int(norm, "num_groups", 32),
        };
    }
}
