namespace Panoptes.Imaging.Codecs.Png;

/// <summary>What inflates a PNG.</summary>
internal enum PngEngine
{
    /// <summary>The fastest for the file of what is installed.</summary>
    Fastest,

    /// <summary>ISA-L; libspng where it is not installed.</summary>
    Isal,

    /// <summary>libdeflate; libspng where it is not installed.</summary>
    Libdeflate,

    /// <summary>libspng, which unfilters as well.</summary>
    Libspng,
}
