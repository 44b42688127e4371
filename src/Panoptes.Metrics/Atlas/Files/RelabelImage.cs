using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Segments;

namespace Panoptes.Metrics.Atlas.Files;

/// <summary>A segment that is to be looked at again.</summary>
/// <param name="IsTruth">Whether it is the truth's; else it is predicted.</param>
/// <param name="Segment">The segment.</param>
/// <param name="Mask">Its pixels.</param>
/// <param name="Findings">The errors that it is part of.</param>
public sealed record RelabelSegment(bool IsTruth, AtlasSegment Segment, RunLengthMask Mask, IReadOnlyList<AtlasFinding> Findings);

/// <summary>An image with the segments that are to be looked at again.</summary>
/// <param name="Index">The image's place.</param>
/// <param name="Name">Its name.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Segments">The segments, each once.</param>
public sealed record RelabelImage(int Index, string Name, int Width, int Height, IReadOnlyList<RelabelSegment> Segments)
{
    /// <summary>The segments that the errors of an image are about.</summary>
    public static RelabelImage Of(AtlasFrame frame, int index, IReadOnlyList<AtlasFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var scene = frame.Scene;
        var truths = findings.SelectMany(finding => finding.Error.Truths.Select(t => (t, finding))).ToLookup(x => x.t, x => x.finding);
        var found = findings.SelectMany(finding => finding.Error.Predictions.Select(p => (p, finding))).ToLookup(x => x.p, x => x.finding);
        return new RelabelImage(index, frame.Name, scene.Width, scene.Height,
        [
            .. truths.OrderBy(group => group.Key)
                .Select(group => new RelabelSegment(true, scene.Truth[group.Key], frame.MaskOfTruth(group.Key), [.. group])),
            .. found.OrderBy(group => group.Key)
                .Select(group => new RelabelSegment(false, scene.Prediction[group.Key], frame.MaskOfPrediction(group.Key), [.. group])),
        ]);
    }
}
