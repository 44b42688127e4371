using Panoptes.Data.Samples;

namespace Panoptes.Data.Loading;

/// <summary>A sample that could not be read and was replaced by another.</summary>
/// <param name="Files">Its files.</param>
/// <param name="Reason">What was wrong, one line.</param>
/// <param name="Step">The step at which it was first met.</param>
public sealed record QuarantinedSample(SampleFiles Files, string Reason, long Step);
