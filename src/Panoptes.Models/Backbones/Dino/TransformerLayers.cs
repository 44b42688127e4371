using System.Globalization;

namespace Panoptes.Models.Backbones.Dino;

/// <summary>Layers of a vision transformer, for rates that decay with depth.</summary>
internal static class TransformerLayers
{
    private const string Blocks = "blocks.";

    /// <summary>
    /// The block of a parameter; patch embedding, positions and tokens are of the first, the final norm of none (EoMT,
    /// training/lightning_module.py).
    /// </summary>
    /// <param name="name">The transformer's name for it.</param>
    public static int? Of(string name) => name.StartsWith(Blocks, StringComparison.Ordinal)
        ? int.Parse(name.Split('.')[1], CultureInfo.InvariantCulture)
        : name.StartsWith("norm.", StringComparison.Ordinal) ? null : 0;
}
