namespace Panoptes.Data.LabelContracts;

/// <summary>What made a folder of labels.</summary>
/// <param name="Name">The program or method: <c>panoptes labels make</c>, <c>CUPS</c>.</param>
/// <param name="Hash">A hash of its settings and inputs, in any notation; null where unknown.</param>
public sealed record LabelProducer(string Name, string? Hash = null);
