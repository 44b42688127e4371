using Panoptes.Studies.Imports.Records;

namespace Panoptes.Studies.Imports.OpenMmlab;

/// <summary>How OpenMMLab's tools write shares.</summary>
internal static class MmScale
{
    /// <summary>
    /// mmengine: mmsegmentation's means and PQ in percent, mmdetection's average precision as shares (its evaluators multiply the former
    /// by 100 alone).
    /// </summary>
    public static ShareScale OfMmengine(string key) => SourceMetric.Of(key)?.Name switch
    {
        "pq" or "sq" or "rq" or "pq_things" or "sq_things" or "rq_things" or "pq_stuff" or "sq_stuff" or "rq_stuff" => ShareScale.Percent,
        { } name when name.Contains("ap", StringComparison.Ordinal) => ShareScale.Share,
        null => ShareScale.ByValue,
        _ => ShareScale.PercentUnlessSmall,
    };

    /// <summary>mmcv: shares, but versions differ, so by value.</summary>
    public static ShareScale OfMmcv(string key) => ShareScale.ByValue;
}
