using Panoptes.Data.Samples;
using Panoptes.Imaging;

namespace Panoptes.Data.Readers;

/// <summary>Layers that are made of annotations rather than read as they are.</summary>
/// <param name="TrainIds">The class of every pixel.</param>
/// <param name="Segments">Segments.</param>
/// <param name="Instances">Objects with masks of their own.</param>
internal sealed record DerivedLayers(Plane<ushort> TrainIds, SegmentMap? Segments, IReadOnlyList<InstanceMask>? Instances);
