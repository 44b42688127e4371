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
    /// <param name="scores">What the probe found of them.</param>
    public static IReadOnlyList<TurnedImage> Among(IReadOnlyList<ProbeImage> images, ContentScores scores)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(scores);
        var found = new List<TurnedImage>();
        for (var i = 0; i < images.Count; i++)
        {
            var best = scores.OrientationsByImage.MaxBy(pair => pair.Value[i]);
            var (here, there) = (scores.RhoByImage[i], best.Value[i]);
            if (there >= ContentDecision.FittingRho && here < ContentDecision.FittingRho && there - here >= LeastGain)
            {
                found.Add(new TurnedImage(images[i].Name, best.Key, here, there));
            }
        }

        return found;
    }
}
