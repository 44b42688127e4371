using Panoptes.Tensors;

namespace Panoptes.Models.PixelDecoders;

/// <summary>What a pixel decoder makes of a backbone's maps.</summary>
/// <param name="PixelFeatures">(N, width, h, w) at stride 4: every pixel's embedding.</param>
/// <param name="Levels">(N, width, h, w) each, at strides 32, 16 and 8: what queries look at.</param>
public sealed record PixelDecoderOutput(Tensor PixelFeatures, IReadOnlyList<Tensor> Levels);
