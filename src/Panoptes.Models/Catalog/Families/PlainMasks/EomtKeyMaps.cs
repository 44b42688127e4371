using Panoptes.Models.Weights;
using Panoptes.Tensors;

namespace Panoptes.Models.Catalog.Families.PlainMasks;

/// <summary>Names and shapes of DINOv2's weights in plain transformers of other patches and grids.</summary>
internal static class EomtKeyMaps
{
    private const string Encoder = "network.encoder.backbone.";

    /// <summary>The authors' whole networks, whose encoders are timm's.</summary>
    public static IReadOnlyList<ReleaseNames> Releases { get; } =
        [ReleaseNames.Same(ReleaseNames.Authors), ReleaseNames.SamePart(ReleaseNames.Timm, Encoder)];

    /// <summary>
    /// DINOv2's release, or timm's copy of it, into an encoder: names changed, the class token's position added to it, positions and patch
    /// kernels resampled (timm, vision_transformer.py, checkpoint_filter_fn). The position embedding of a whole model is left as it is.
    /// </summary>
    /// <param name="grid">Rows and columns of patches that the model has positions for.</param>
    /// <param name="patch">Side of its patches in pixels.</param>
    public static KeyMap Dino((int Height, int Width) grid, int patch) => new(
        "DINOv2's names to EoMT's, positions and patches resampled",
        (@"(^|\.)blocks\.\d+\.(\d+)\.", "$1blocks.$2."),
        (@"^register_tokens$", "reg_token"),
        (@"\.mlp\.w12\.", ".mlp.fc1."),
        (@"\.mlp\.w3\.", ".mlp.fc2."),
        (@"^(cls_token$|reg_token$|pos_embed$|patch_embed\.|blocks\.|norm\.)", Encoder + "$1"))
    {
        Conversions =
        [
            new WeightConversion(sources => PlacedTokens(sources, grid)),
            new WeightConversion(sources => [.. sources.Select(source => IsFromDino(source, "patch_embed.proj.weight")
                && source.Shape is [var outputs, var inputs, var height, var width] && height == width && height < patch
                    ? source with
                    {
                        Shape = [outputs, inputs, patch, patch],
                        Make = read => PatchResampling.Resample(read[0], patch),
                    }
                    : source)]),
        ],
    };

    private static IReadOnlyList<WeightSource> PlacedTokens(IReadOnlyList<WeightSource> sources, (int Height, int Width) grid)
    {
        var positions = sources.FirstOrDefault(source => IsFromDino(source, "pos_embed"));
        if (positions is not { Shape: [1, var count, var width] })
        {
            return sources;
        }

        // The release has a position for the class token, timm's copy has added it already; both have square grids.
        var hasClass = Side(count - 1) is not null;
        if ((hasClass ? Side(count - 1) : Side(count)) is not { } side)
        {
            return sources;
        }

        return [.. sources.Select(source =>
            ReferenceEquals(source, positions) ? source with
            {
                Shape = [1, (long)grid.Height * grid.Width, width],
                Make = read => PositionResampling.Resize(
                    Rows(read[0], hasClass ? 1 : 0, side * side), (side, side), (grid.Height, grid.Width)),
            }
            : hasClass && IsFromDino(source, "cls_token") ? source with
            {
                Entries = [.. source.Entries, .. positions.Entries],
                Make = read => read[0] + Rows(read[1], 0, 1),
            }
            : source)];
    }

    private static Tensor Rows(Tensor positions, long first, long count) => positions.Narrow(1, first, count);

    private static bool IsFromDino(WeightSource source, string name) =>
        source.Name == Encoder + name && source.Make is null && source.Entries[0].Name != source.Name;

    private static long? Side(long count)
    {
        var side = (long)Math.Round(Math.Sqrt(count));
        return side > 0 && side * side == count ? side : null;
    }
}
