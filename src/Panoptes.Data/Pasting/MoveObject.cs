using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Pasting;

/// <summary>
/// How an object is brought to another size: <see cref="ObjectCutout.Move"/>, unless published results are compared with.
/// </summary>
/// <param name="cutout">The object.</param>
/// <param name="geometry">The map.</param>
/// <param name="scale">The factor drawn, from which the geometry's differs by rounding to whole pixels.</param>
public delegate ObjectCutout MoveObject(ObjectCutout cutout, Geometry geometry, double scale);
