namespace Panoptes.Metrics;

/// <summary>One class of a panoptic data set.</summary>
/// <param name="Id">Its id in the files.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsThing">Whether its segments are countable things.</param>
public sealed record PanopticCategory(int Id, string Name, bool IsThing);

/// <summary>One segment as the annotation file lists it.</summary>
/// <param name="Id">Its id in the image's map; 0 stands for void and names no segment.</param>
/// <param name="Category">Index of its category in the list of categories.</param>
/// <param name="IsCrowd">Whether it is a group that need not be told apart (ground truth only).</param>
/// <param name="Area">Pixels: as the file says for the ground truth, as counted for predictions.</param>
public readonly record struct PanopticSegment(int Id, int Category, bool IsCrowd, long Area);

/// <summary>
/// All that panoptic metrics need of one image: the segments of both sides and how many pixels every pair shares. A few
/// kilobytes, whatever the image's size.
/// </summary>
/// <param name="Truth">Ground-truth segments in the file's order, ids distinct.</param>
/// <param name="Prediction">Predicted segments in the file's order, ids distinct.</param>
/// <param name="Pairs">Shared pixels in ascending (truth id, predicted id); id 0 is void on either side.</param>
public sealed record PanopticTable(PanopticSegment[] Truth, PanopticSegment[] Prediction, SegmentPair[] Pairs);
