namespace Panoptes.Data.Samples;

/// <summary>What of a sample is to be read; the rest costs nothing.</summary>
[Flags]
public enum SampleParts
{
    /// <summary>Nothing but names.</summary>
    None = 0,

    /// <summary>The image.</summary>
    Image = 1,

    /// <summary>The class of every pixel.</summary>
    Labels = 2,

    /// <summary>Segments with category, instance and crowd flag.</summary>
    Segments = 4,

    /// <summary>Depth in meters.</summary>
    Depth = 8,

    /// <summary>Objects with masks of their own, which may overlap.</summary>
    Instances = 16,

    /// <summary>Image and labels: what semantic training takes.</summary>
    Semantic = Image | Labels,

    /// <summary>All there is.</summary>
    All = Image | Labels | Segments | Depth | Instances,
}
