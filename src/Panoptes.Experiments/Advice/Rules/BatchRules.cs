namespace Panoptes.Experiments.Advice.Rules;

/// <summary>What a small batch does to normalization.</summary>
internal static class BatchRules
{
    private const int FewImages = 4;
    private const int FewValues = 16;

    /// <summary>The rules.</summary>
    public static IReadOnlyList<AdviceRule> All { get; } = [new(
        "A4", "batch normalization over few values", AdviceStage.Before, FewValuesPerChannel)];

    private static IEnumerable<Finding> FewValuesPerChannel(AdviceSubject subject)
    {
        if (!subject.Traits.HasBatchNorm)
        {
            yield break;
        }

        var images = subject.Config.Train.BatchSize;
        var sides = subject.Traits.PooledSides.Where(side => images * side * side < FewValues).ToList();
        if (images >= FewImages && sides.Count == 0)
        {
            yield break;
        }

        string[] found =
        [
            .. images < FewImages ? new[] { $"batch statistics over {images} image{(images == 1 ? "" : "s")} in a forward pass" } : [],
            .. sides.Select(side => $"{images * side * side} values per channel in the branch pooled to {side}x{side}"),
        ];
        var to = sides.Count == 0 ? "" : $" (to {FewValues / (sides.Min() * sides.Min())} for {FewValues} values)";
        yield return new(
            string.Join(", ", found), $"raise train.batch_size{to}; train.accumulation does not widen batch statistics");
    }
}
