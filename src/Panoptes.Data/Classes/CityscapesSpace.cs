namespace Panoptes.Data.Classes;

/// <summary>A set of classes made of Cityscapes' labels (spec 10.4).</summary>
internal enum CityscapesSpace
{
    /// <summary>The 27 labels with ids 7 to 33: train id = id - 7.</summary>
    Labels27,

    /// <summary>The 19 labels that Cityscapes trains.</summary>
    Trained19,

    /// <summary>The seven groups: flat, construction, object, nature, sky, human, vehicle.</summary>
    Groups7,
}
