using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.Espnet;

/// <summary>The names of sacmehta/EdgeNets' segmentation checkpoints, which have encoder and decoder side by side.</summary>
internal static class EspNetKeyMaps
{
    /// <summary>EdgeNets' ESPNetv2 to an encoder and a decode head.</summary>
    public static KeyMap EdgeNets { get; } = new(
        "EdgeNets' ESPNetv2 to backbone and decode head",
        (@"^(?:module\.)?base_net\.", "backbone."),
        (@"^(?:module\.)?bu_dec_l4\.merge_layer\.3\.", "decode_head.conv_seg."),
        (@"^(?:module\.)?(bu_dec_l|merge_enc_dec_l|bu_br_l)(\d)\.", "decode_head.$1$2."));

    /// <summary>The reverse.</summary>
    public static KeyMap ToEdgeNets { get; } = new(
        "ESPNetv2 to EdgeNets' names",
        (@"^backbone\.", "base_net."),
        (@"^decode_head\.conv_seg\.", "bu_dec_l4.merge_layer.3."),
        (@"^decode_head\.", ""));
}
