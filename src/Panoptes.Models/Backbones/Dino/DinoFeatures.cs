using Panoptes.Tensors;

namespace Panoptes.Models.Backbones.Dino;

/// <summary>What a DINOv2 block's tokens say, after the network's final norm.</summary>
/// <param name="Map">The patches' tokens at their places: (N, C, H / patch, W / patch).</param>
/// <param name="ClassToken">The token of the whole image: (N, C).</param>
public readonly record struct DinoFeatures(Tensor Map, Tensor ClassToken);
