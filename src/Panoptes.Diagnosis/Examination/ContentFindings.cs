using Panoptes.Diagnosis.Content;
using Panoptes.Diagnosis.Offsets;
using Panoptes.Diagnosis.Placements;
using Panoptes.Diagnosis.Verdicts;

namespace Panoptes.Diagnosis.Examination;

/// <summary>What the content of images says of their labels, all hypotheses together.</summary>
internal sealed record ContentFindings
{
    // How much better a hypothesis beyond those of the specification must fit than the best of those.
    private const double ClearlyBetter = 0.03;

    public required Alignment Verdict { get; init; }

    public required ContentScores Scores { get; init; }

    /// <summary>Where all labels fit, in pixels of the images as looked at.</summary>
    public Placement? Found { get; init; }

    public Orientation Orientation { get; init; }

    public IReadOnlyList<TurnedImage> Turned { get; init; } = [];

    public IReadOnlyList<ClassOffset> Classes { get; init; } = [];

    /// <summary>How many samples further on the image is that a label belongs to; 0 for its own.</summary>
    public int Order { get; init; }

    public static ContentFindings Of(IReadOnlyList<ProbeImage> images, DoctorSamples samples)
    {
        var scores = ContentProbe.Look(images);
        var findings = new ContentFindings { Verdict = ContentDecision.Of(scores), Scores = scores };
        if (findings.Verdict is Alignment.Flipped or Alignment.Rotated)
        {
            return findings with { Orientation = scores.BestOrientation.Orientation };
        }

        if (OffByOne(images, scores, samples) is { } order)
        {
            return findings with { Verdict = Alignment.Unrelated, Order = order };
        }

        if (findings.Verdict != Alignment.Aligned && FromCorner(images, scores) is { } corner)
        {
            return findings with { Verdict = Alignment.Misaligned, Found = corner };
        }

        return findings.Verdict switch
        {
            Alignment.Misaligned => findings with { Found = scores.Best.Placement },
            Alignment.Aligned or Alignment.Unsure => findings.WithParts(images),
            _ => findings,
        };
    }

    /// <summary>Looks whether some images or some classes are wrong where the whole is not.</summary>
    private ContentFindings WithParts(IReadOnlyList<ProbeImage> images)
    {
        var turned = TurnedImage.Among(images, Scores);
        if (turned.Count >= Math.Max(2, images.Count / 32))
        {
            var commonest = turned.GroupBy(image => image.Orientation).OrderByDescending(group => group.Count()).First().Key;
            return this with
            {
                Verdict = Orientations.IsMirror(commonest) ? Alignment.Flipped : Alignment.Rotated,
                Turned = turned,
            };
        }

        var classes = ClassOffsets.Find(images);
        return this with { Verdict = classes.Count > 0 ? Alignment.Misaligned : Verdict, Classes = classes, Turned = turned };
    }

    /// <summary>Whether the images fit the labels of the samples before or behind them.</summary>
    private static int? OffByOne(IReadOnlyList<ProbeImage> images, ContentScores scores, DoctorSamples samples)
    {
        foreach (var step in new[] { 1, -1 })
        {
            var means = new double[images.Count];
            Parallel.For(0, images.Count, i => means[i] = samples.NeighborOf(images[i].Place, -step, images[i].Points.Count)
                is { Count: > 0 } points
                ? images[i].Placed.With(points).Energy(Placement.Identity).Mean
                : double.NaN);
            var known = means.Where(mean => !double.IsNaN(mean)).ToArray();
            if (known.Length > images.Count / 2 && known.Average() is var rho && rho >= ContentDecision.FittingRho
                && rho >= scores.Rho + ContentDecision.LeastGain && rho > scores.Best.Rho + ClearlyBetter)
            {
                return step;
            }
        }

        return null;
    }

    /// <summary>Whether labels fill a part of their canvas from a corner on, or show a part of the scene from there.</summary>
    private static Placement? FromCorner(IReadOnlyList<ProbeImage> images, ContentScores scores)
    {
        PlacedPoints[] placed = [.. images.Select(image => image.Placed)];
        var best = PlacementSearch.Best(placed, PlacementSearch.Corners);
        return best.Rho > scores.Best.Rho + ClearlyBetter && best.Rho >= ContentDecision.FittingRho
            && best.Rho >= scores.Rho + ContentDecision.LeastGain
            && ContentProbe.Significance(placed, best.Placement) >= ContentDecision.LeastZ
            ? best.Placement
            : null;
    }
}
