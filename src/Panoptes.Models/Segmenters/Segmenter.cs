using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Segmenters;

/// <summary>A network that segments images.</summary>
public abstract class Segmenter : Module
{
    /// <summary>How many classes it tells apart.</summary>
    public abstract int NumClasses { get; }

    /// <summary>
    /// Which record of <c>Panoptes.Models.Outputs</c> it puts out, so that what cannot use it is refused before the first step.
    /// </summary>
    public virtual Type OutputKind => typeof(SemanticOutputs);

    /// <summary>The backbone's last layers that other tokens than its own pass, too.</summary>
    public virtual int LateLayers => 0;

    /// <summary>Segments a batch.</summary>
    /// <param name="images">Normalized images: (N,3,H,W), float32.</param>
    /// <returns>What this kind of network puts out; the tensors belong to the innermost open scope.</returns>
    public abstract SegmenterOutputs Forward(Tensor images);

    /// <summary>Whether a parameter's name is that of a decode head, and not of the backbone or an auxiliary head.</summary>
    private protected static bool IsOfHead(string name) => name.StartsWith("decode_head.", StringComparison.Ordinal);

    /// <summary>Refuses what is no batch of three-channel images.</summary>
    /// <exception cref="InputException">The shape is another.</exception>
    private protected static void CheckImages(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank != 4 || images.Size(1) != 3)
        {
            throw new InputException("model input", images.ToString(), "images (N,3,H,W)", "give a batch of three-channel images");
        }
    }
}
