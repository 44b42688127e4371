using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Sampling;

/// <summary>What an index keeps of a segment or an object.</summary>
/// <param name="Id">Its id in the labels of its image.</param>
/// <param name="TrainId">Its class's train id.</param>
/// <param name="IsThing">True for a countable object.</param>
/// <param name="IsCrowd">True for a group of objects that were not told apart.</param>
/// <param name="Box">The tightest box round its pixels, in pixels of the labels.</param>
/// <param name="Area">Its pixels in the labels.</param>
public readonly record struct IndexedSegment(long Id, int TrainId, bool IsThing, bool IsCrowd, PixelRectangle Box, int Area);
