using Panoptes.Diagnosis.Placements;

namespace Panoptes.Diagnosis.Offsets;

/// <summary>How one labeled object or patch would have to be shifted to fit its image.</summary>
/// <param name="Image">Its image's place among those looked at.</param>
/// <param name="Class">Its class's train id.</param>
/// <param name="X">Its center across, as a share of the labels' width.</param>
/// <param name="Y">Its center down, as a share of the labels' height.</param>
/// <param name="Points">How many points of its outline were looked at.</param>
/// <param name="Placement">The shift, in pixels of the image file.</param>
/// <param name="Gain">How much more edge energy it would have there.</param>
/// <param name="Confidence">
/// How sure it is that it fits better there, 0 to 1: 1 less the chance, over all shifts tried, that its points gain as much by accident.
/// </param>
public sealed record RegionOffset(
    int Image, int Class, double X, double Y, int Points, Placement Placement, double Gain, double Confidence)
{
    /// <summary>Whether it is more than 2 pixels of the image as looked at.</summary>
    public required bool IsFar { get; init; }

    /// <summary>Whether it lies elsewhere: far off, with a gain that matters, and sure by 95 %.</summary>
    public bool IsShifted => Confidence >= 0.95 && IsFar && Gain >= 0.2;
}
