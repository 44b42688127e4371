using Panoptes.Data.Samples;
using Panoptes.Imaging;

namespace Panoptes.Data.PseudoLabels;

/// <summary>What label maps mean, as layers of a sample.</summary>
/// <param name="TrainIds">The class of every pixel, void included.</param>
/// <param name="Segments">
/// Objects of things by ascending number, which are their segments' ids, then stuff by ascending train id.
/// </param>
public sealed record PseudoLabelLayers(Plane<ushort> TrainIds, SegmentMap Segments);
