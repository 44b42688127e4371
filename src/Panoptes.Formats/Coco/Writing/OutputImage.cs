namespace Panoptes.Formats.Coco.Writing;

/// <summary>An image that an annotation file lists.</summary>
/// <param name="Id">Its id, as text; the usual spelling of a whole number is written as a number.</param>
/// <param name="FileName">Its file's name.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
public readonly record struct OutputImage(string Id, string FileName, int Width, int Height);
