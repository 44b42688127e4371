namespace Panoptes.Data.Indexing;

/// <summary>The sorts of things that an index finds wrong with a sample by itself.</summary>
public static class FaultKinds
{
    /// <summary>The image cannot be read.</summary>
    public const string Image = "unreadable image";

    /// <summary>The labels cannot be read.</summary>
    public const string Label = "unreadable label";

    /// <summary>The segments or objects cannot be read.</summary>
    public const string Segments = "unreadable segments";

    /// <summary>Labels of another aspect ratio than their image.</summary>
    public const string Size = "size mismatch";

    /// <summary>Label ids that the class table does not list.</summary>
    public const string Unlisted = "id not in table";

    /// <summary>An image of nearly one color.</summary>
    public const string Blank = "blank image";

    /// <summary>Labels without a pixel of any class.</summary>
    public const string Empty = "no labels";
}
