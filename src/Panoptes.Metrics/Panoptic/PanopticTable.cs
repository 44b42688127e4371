using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Panoptic;

/// <summary>
/// All that panoptic metrics need of one image: the segments of both sides and how many pixels every pair shares. A few
/// kilobytes, whatever the image's size.
/// </summary>
/// <param name="Truth">Ground-truth segments in the file's order, ids distinct.</param>
/// <param name="Prediction">Predicted segments in the file's order, ids distinct.</param>
/// <param name="Pairs">Shared pixels in ascending (truth id, predicted id); id 0 is void on either side.</param>
public sealed record PanopticTable(PanopticSegment[] Truth, PanopticSegment[] Prediction, SegmentPair[] Pairs);
