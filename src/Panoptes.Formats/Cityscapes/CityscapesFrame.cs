namespace Panoptes.Formats.Cityscapes;

/// <summary>One frame of Cityscapes.</summary>
/// <param name="Name">CITY_SEQUENCE_FRAME.</param>
/// <param name="LabelIds">Path of its label ids; null where there are none.</param>
/// <param name="InstanceIds">Path of its instance ids.</param>
public sealed record CityscapesFrame(string Name, string? LabelIds, string InstanceIds);
