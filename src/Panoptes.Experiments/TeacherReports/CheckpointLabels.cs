using Panoptes.Metrics.LabelQuality;
using Panoptes.Metrics.PixelQuality;

namespace Panoptes.Experiments.TeacherReports;

/// <summary>What the labels of a checkpoint are like, and they themselves, for the next to be compared with.</summary>
/// <param name="Objects">How good those of objects are; null where none are made.</param>
/// <param name="Kept">Objects above the threshold, a list an image.</param>
/// <param name="Pixels">How good those of pixels are; null where none are made.</param>
/// <param name="Maps">The label maps, one an image.</param>
/// <param name="Classes">How many classes there are.</param>
internal sealed record CheckpointLabels(
    LabelQualityReport? Objects, IReadOnlyList<IReadOnlyList<ScoredLabel>> Kept, PixelQualityReport? Pixels,
    IReadOnlyList<LabelRuns> Maps, int Classes)
{
    /// <summary>What became of the objects of a checkpoint before; null where there are none.</summary>
    /// <param name="before">It; null where there is none.</param>
    public LabelDrift? ObjectDrift(CheckpointLabels? before) =>
        before is null || Objects is null ? null : LabelDrift.Of(before.Kept, Kept);

    /// <summary>What became of the label maps of a checkpoint before; null where there are none.</summary>
    /// <param name="before">It; null where there is none.</param>
    public PixelDrift? PixelDrift(CheckpointLabels? before) =>
        before is null || Pixels is null ? null : Metrics.PixelQuality.PixelDrift.Of(before.Maps, Maps, Classes);
}
