using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Edges;

/// <summary>The labels of one image as the probes look at them: which region and which class every pixel has.</summary>
/// <param name="Regions">What is told apart: a segment's id or a class's train id; <see cref="Void"/> where there is none.</param>
/// <param name="Classes">Train ids, <see cref="Void"/> where there is none; may be <paramref name="Regions"/> itself.</param>
public sealed record LabelMap(Plane<int> Regions, Plane<int> Classes)
{
    /// <summary>What stands for pixels without a label.</summary>
    public const int Void = -1;

    /// <summary>Labels that tell classes apart and nothing else.</summary>
    /// <param name="classes">Train ids, <see cref="Void"/> where there is none.</param>
    public LabelMap(Plane<int> classes)
        : this(classes, classes)
    {
    }

    /// <summary>Width in pixels.</summary>
    public int Width => Regions.Width;

    /// <summary>Height in pixels.</summary>
    public int Height => Regions.Height;
}
