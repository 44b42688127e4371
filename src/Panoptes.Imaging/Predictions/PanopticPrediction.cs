namespace Panoptes.Imaging.Predictions;

/// <summary>A panoptic prediction: every pixel belongs to one segment or to none.</summary>
/// <param name="Ids">The segment of every pixel; 0 where there is none.</param>
/// <param name="Segments">The segments, by ascending id from 1; every id of the map but 0 is there once.</param>
public sealed record PanopticPrediction(Plane<int> Ids, IReadOnlyList<PredictedSegment> Segments);

/// <summary>One segment of a prediction.</summary>
/// <param name="Id">Its id in the map.</param>
/// <param name="Class">Its class's train id.</param>
/// <param name="IsThing">True for an object, false for all of a stuff class.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="Score">How sure the network is of its class, 0 to 1; of stuff in several parts that of the first.</param>
public sealed record PredictedSegment(int Id, int Class, bool IsThing, long Area, double Score);
