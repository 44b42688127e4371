using Panoptes.Imaging;

namespace Panoptes.Formats.Coco.Writing;

/// <summary>A category of an annotation file to be written.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsThing">Whether it is a thing.</param>
/// <param name="Supercategory">The group it belongs to; null for none.</param>
/// <param name="Color">Its color; null for none.</param>
public sealed record OutputCategory(int Id, string Name, bool IsThing, string? Supercategory = null, Rgb? Color = null);
