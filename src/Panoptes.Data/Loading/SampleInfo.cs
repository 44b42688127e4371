using Panoptes.Data.Pasting;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Loading;

/// <summary>Where one sample of a batch came from.</summary>
/// <param name="Index">Its index in the data set.</param>
/// <param name="Files">Its name and files.</param>
/// <param name="Geometry">How it was moved; its output has the batch's height and width.</param>
public sealed record SampleInfo(int Index, SampleFiles Files, Geometry Geometry)
{
    /// <summary>The sample's name within its split.</summary>
    public string Name => Files.Name;

    /// <summary>What its crop was laid round; null where it lies anywhere.</summary>
    public CropTarget? Target { get; init; }

    /// <summary>What was pasted into it, in this order.</summary>
    public IReadOnlyList<PastedObject> Pasted { get; init; } = [];

    /// <summary>The pixels of the batch that show the sample; the others are padding.</summary>
    public PixelRectangle Valid => Geometry.Content;
}
