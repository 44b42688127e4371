namespace Panoptes.Diagnosis.Contracts;

/// <summary>What the sizes of labels and images say of each other (P0, section 12.2).</summary>
/// <param name="Images">How many were looked at.</param>
/// <param name="Scales">The scales that labels have to their images, each with how many; the commonest first.</param>
/// <param name="Turned">Samples whose labels have their image's width and height swapped.</param>
/// <param name="Mismatched">What does not fit otherwise, one line a sample.</param>
public sealed record SizeCheck(
    int Images, IReadOnlyList<(double Scale, int Count)> Scales, IReadOnlyList<string> Turned, IReadOnlyList<string> Mismatched)
{
    /// <summary>Whether all sizes fit.</summary>
    public bool Passes => Turned.Count == 0 && Mismatched.Count == 0;

    /// <summary>Compares sizes.</summary>
    /// <param name="sizes">The sizes of the samples, in pixels.</param>
    public static SizeCheck Of(IReadOnlyList<SampleSizes> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var (turned, mismatched, scales) = (new List<string>(), new List<string>(), new List<double>());
        foreach (var size in sizes)
        {
            if (size.HasSameAspect)
            {
                scales.Add(Math.Round((double)size.LabelWidth / size.ImageWidth, 4));
            }
            else if (size.IsTurned)
            {
                turned.Add(size.Name);
            }
            else
            {
                mismatched.Add(
                    $"{size.Name}: labels {size.LabelWidth}x{size.LabelHeight}, image {size.ImageWidth}x{size.ImageHeight}");
            }
        }

        return new SizeCheck(
            sizes.Count,
            [.. scales.GroupBy(scale => scale).Select(group => (group.Key, group.Count())).OrderByDescending(pair => pair.Item2)],
            turned, mismatched);
    }
}
