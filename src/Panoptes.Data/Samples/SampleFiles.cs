namespace Panoptes.Data.Samples;

/// <summary>The files a sample is read from, absolute paths.</summary>
/// <param name="Name">The sample's name within its split, such as the file stem or <c>city/stem</c>.</param>
/// <param name="Image">The image file.</param>
/// <param name="Label">The file with class ids, or the JSON the labels come from; null where the split has no labels.</param>
/// <param name="Instance">The file with instance or segment ids, where there is one.</param>
/// <param name="Depth">The depth map, where there is one.</param>
/// <param name="Id">The image's id in the split's annotation file, where it has one.</param>
public sealed record SampleFiles(
    string Name, string Image, string? Label, string? Instance = null, string? Depth = null, string? Id = null);
