using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Imaging;

namespace Panoptes.Data.Synthetic;

/// <summary>One synthetic scene with all its labels.</summary>
/// <param name="Image">The image.</param>
/// <param name="Labels">Train ids of <see cref="BuiltInClassTables.Street"/>; 255 is void.</param>
/// <param name="Segments">A segment an object, and one a stuff class.</param>
/// <param name="Depth">Meters along the optical axis; 0 for the sky and void.</param>
public sealed record SyntheticScene(RgbImage Image, Plane<byte> Labels, SegmentMap Segments, Plane<float> Depth);
