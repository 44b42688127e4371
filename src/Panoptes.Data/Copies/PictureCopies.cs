namespace Panoptes.Data.Copies;

/// <summary>What copies a picture has.</summary>
/// <param name="Here">The picture of its own split that is most like it; null where none is near.</param>
/// <param name="Elsewhere">The one of another split; null where none is near.</param>
public readonly record struct PictureCopies(Copy? Here, Copy? Elsewhere);
