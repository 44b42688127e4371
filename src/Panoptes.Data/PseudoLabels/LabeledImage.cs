using Panoptes.Data.LabelContracts;
using Panoptes.Imaging.Codecs;

namespace Panoptes.Data.PseudoLabels;

/// <summary>An image and its label maps.</summary>
/// <param name="Image">The image file.</param>
/// <param name="Pair">The label maps.</param>
public sealed record LabeledImage(string Image, PseudoLabelPair Pair)
{
    /// <summary>The size of the upright image, from its header.</summary>
    public LabelSize Native
    {
        get
        {
            var header = ImageFile.ReadHeader(Image);
            return new LabelSize(header.Width, header.Height);
        }
    }
}
