using System.Text.Json.Serialization;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Masks;

namespace Panoptes.Data.Pasting;

/// <summary>An object that is pasted into a sample.</summary>
/// <param name="Cutout">The object as it is pasted.</param>
/// <param name="Left">The first column of its box in the sample.</param>
/// <param name="Top">The first row.</param>
/// <param name="Info">What is known of it afterwards.</param>
internal sealed record PlacedObject(ObjectCutout Cutout, int Left, int Top, PastedObject Info);

/// <summary>What was pasted into a sample of a batch.</summary>
/// <param name="Source">The name of the sample that it comes from.</param>
/// <param name="TrainId">Its class's train id.</param>
/// <param name="Geometry">How it was moved: from its box to the sample's output, of which it shows its box alone.</param>
/// <param name="Mask">Its pixels, of the size of the sample's output; later objects may cover some of them; not written down.</param>
public sealed record PastedObject(string Source, int TrainId, Geometry Geometry, [property: JsonIgnore] RunLengthMask Mask);
