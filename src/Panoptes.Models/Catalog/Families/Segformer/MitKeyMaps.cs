using System.Globalization;
using Panoptes.Models.Weights;

namespace Panoptes.Models.Catalog.Families.Segformer;

/// <summary>
/// MiT's names in NVlabs' checkpoints and in mmsegmentation's (tools/model_converters/mit2mmseg.py). Decode heads are
/// not translated: they are different networks.
/// </summary>
internal static class MitKeyMaps
{
    // Names begin in the backbone: blocks have a norm1 and a norm2, too.
    private const string Start = @"^((?:(?!block\d|layers|patch_embed\d|decode_head|auxiliary_head)\w+\.)*)";
    private const string InMmseg = @"(layers\.\d\.1\.\d+\.)";
    private const string InNvlabs = @"(block\d\.\d+\.)";

    /// <summary>NVlabs' <c>mit_b0.pth</c> and <c>segformer.b0....pth</c> to mmsegmentation's names.</summary>
    public static KeyMap NvlabsToMmseg { get; } = new("NVlabs' MiT to mmsegmentation's",
    [
        .. Stages().SelectMany(stage => new[]
        {
            ($@"{Start}patch_embed{stage.Number}\.proj\.", $"$1layers.{stage.Index}.0.projection."),
            ($@"{Start}patch_embed{stage.Number}\.norm\.", $"$1layers.{stage.Index}.0.norm."),
            ($@"{Start}block{stage.Number}\.", $"$1layers.{stage.Index}.1."),
            ($@"{Start}norm{stage.Number}\.", $"$1layers.{stage.Index}.2."),
        }),
        (InMmseg + @"attn\.proj\.", "$1attn.attn.out_proj."),
        (InMmseg + @"mlp\.fc1\.", "$1ffn.layers.0."),
        (InMmseg + @"mlp\.dwconv\.dwconv\.", "$1ffn.layers.1."),
        (InMmseg + @"mlp\.fc2\.", "$1ffn.layers.4."),
    ])
    {
        Conversions =
        [
            WeightConversion.Join(InMmseg + @"attn\.q\.(weight|bias)$", "$1attn.kv.$2", "$1attn.attn.in_proj_$2"),
            WeightConversion.MatrixToPointwise(InMmseg + @"ffn\.layers\.[04]\.weight$"),
        ],
    };

    /// <summary>mmsegmentation's names to NVlabs'.</summary>
    public static KeyMap MmsegToNvlabs { get; } = new("mmsegmentation's MiT to NVlabs'",
    [
        .. Stages().SelectMany(stage => new[]
        {
            ($@"{Start}layers\.{stage.Index}\.0\.projection\.", $"$1patch_embed{stage.Number}.proj."),
            ($@"{Start}layers\.{stage.Index}\.0\.norm\.", $"$1patch_embed{stage.Number}.norm."),
            ($@"{Start}layers\.{stage.Index}\.1\.", $"$1block{stage.Number}."),
            ($@"{Start}layers\.{stage.Index}\.2\.", $"$1norm{stage.Number}."),
        }),
        (InNvlabs + @"attn\.attn\.out_proj\.", "$1attn.proj."),
        (InNvlabs + @"ffn\.layers\.0\.", "$1mlp.fc1."),
        (InNvlabs + @"ffn\.layers\.1\.", "$1mlp.dwconv.dwconv."),
        (InNvlabs + @"ffn\.layers\.4\.", "$1mlp.fc2."),
    ])
    {
        Conversions =
        [
            WeightConversion.Divide(InNvlabs + @"attn\.attn\.in_proj_(weight|bias)$", ("$1attn.q.$2", 1), ("$1attn.kv.$2", 2)),
            WeightConversion.PointwiseToMatrix(InNvlabs + @"mlp\.fc[12]\.weight$"),
        ],
    };

    private static IEnumerable<(string Number, string Index)> Stages() => Enumerable.Range(0, 4).Select(stage =>
        ((stage + 1).ToString(CultureInfo.InvariantCulture), stage.ToString(CultureInfo.InvariantCulture)));
}
