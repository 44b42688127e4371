namespace Panoptes.Models.Backbones.HighResolution;

/// <summary>
/// Whose HRNet: the tensors are the same, but coarse maps are enlarged otherwise, so weights trained in one form compute something
/// else in the other.
/// </summary>
public enum HrNetVariant
{
    /// <summary>
    /// mmsegmentation's: coarse maps are enlarged by powers of two, then, where an image's size is no multiple of 32, to the finer map;
    /// corners are not aligned there, whatever the heads do.
    /// </summary>
    Mmseg,

    /// <summary>
    /// The authors' (HRNet/HRNet-Semantic-Segmentation): coarse maps are enlarged straight to the finer one's size, with corners aligned
    /// throughout where the model aligns corners.
    /// </summary>
    Official,
}
