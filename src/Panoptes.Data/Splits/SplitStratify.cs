namespace Panoptes.Data.Splits;

/// <summary>What a chosen part has in the same proportions as the whole.</summary>
public enum SplitStratify
{
    /// <summary>Nothing: every image is as likely as any other.</summary>
    None,

    /// <summary>
    /// Images of each city or sequence: of each folder, or what stands before the first <c>_</c> of a name where there are no folders.
    /// </summary>
    City,

    /// <summary>Images of each class, the rarest first.</summary>
    Class,
}
