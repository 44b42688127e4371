using Panoptes.Diagnosis.Edges;
using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Content;

/// <summary>An image and the labels that are said to be its own, each as it is on disk.</summary>
/// <param name="Name">The sample's name.</param>
/// <param name="Image">The upright image.</param>
/// <param name="Labels">Its labels, of any size.</param>
public sealed record ProbeSample(string Name, RgbImage Image, LabelMap Labels)
{
    /// <summary>Its place in its data set.</summary>
    public int Place { get; init; }
}
