using Panoptes.Diagnosis.Placements;

namespace Panoptes.Diagnosis.Content;

/// <summary>An image whose labels do not fit as they are, and fit when they are turned or flipped.</summary>
/// <param name="Name">The sample.</param>
/// <param name="Orientation">How they fit.</param>
/// <param name="Rho">The mean edge energy under their boundaries as they are.</param>
/// <param name="TurnedRho">The same when they are turned.</param>
public sealed record TurnedImage(string Name, Orientation Orientation, double Rho, double TurnedRho)
{
    private const double LeastGain = 0.2;

    /// <summary>Looks image by image: a phone turns some pictures and not others.</summary>
    /// <param name="images">The images.</param>
    public static IReadOnlyList<TurnedImage> Among(IReadOnlyList<ProbeImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var all = Orientations.OfSameSize.Concat(Orientations.Quarter).ToArray();
        var byOrientation = all.Select(orientation => ContentProbe.Turned(images, orientation)).ToArray();
        var found = new List<TurnedImage>();
        for (var i = 0; i < images.Count; i++)
        {
            var best = Enumerable.Range(0, all.Length).MaxBy(o => byOrientation[o][i]);
            var (here, there) = (images[i].Placed.Energy(Placement.Identity).Mean, byOrientation[best][i]);
            if (there >= ContentDecision.FittingRho && here < ContentDecision.FittingRho && there - here >= LeastGain)
            {
                found.Add(new TurnedImage(images[i].Name, all[best], here, there));
            }
        }

        return found;
    }
}
