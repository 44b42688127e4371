using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Photographs;

namespace Panoptes.Cli.Verbs;

/// <summary>What an atlas is made of.</summary>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Frames">The images.</param>
/// <param name="Photographs">Their photographs; null for none.</param>
internal sealed record AtlasSource(string Title, IAtlasFrames Frames, IPhotographs? Photographs);
