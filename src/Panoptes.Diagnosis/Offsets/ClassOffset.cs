using Panoptes.Diagnosis.Placements;

namespace Panoptes.Diagnosis.Offsets;

/// <summary>A class whose outlines fit better elsewhere than where they are, while other labels fit.</summary>
/// <param name="Class">The class's train id.</param>
/// <param name="Placement">Where they fit, in pixels of the images as looked at; of the image files in a diagnosis.</param>
/// <param name="Rho">The mean edge energy under its outlines as they are.</param>
/// <param name="BestRho">The same where they fit best.</param>
/// <param name="Z">How sure the difference is, in standard errors over the images.</param>
/// <param name="Images">How many images show it.</param>
public sealed record ClassOffset(int Class, Placement Placement, double Rho, double BestRho, double Z, int Images);
