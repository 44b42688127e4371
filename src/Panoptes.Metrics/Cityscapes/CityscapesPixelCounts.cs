using Panoptes.Formats.Cityscapes;
using Panoptes.Metrics.Intervals;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.Cityscapes;

/// <summary>Instance-weighted sums of a class or category: every instance weighs as one of average size.</summary>
/// <param name="Right">Sum over instances of right pixels times weight.</param>
/// <param name="Missed">Sum over instances of missed pixels times weight.</param>
public readonly record struct InstanceWeightedSums(double Right, double Missed);

/// <summary>
/// What cityscapesScripts' pixel-level evaluation counts: a confusion matrix of raw label ids, and for every class the share
/// of each instance that was found. Additions are exact: order and split do not matter. Not thread-safe; merge.
/// </summary>
public sealed class CityscapesPixelCounts
{
    private static readonly int Labels = CityscapesLabel.All.Count;

    // Share of an instance found, summed over the instances of a class; of the category, likewise, still by class.
    private readonly ExactSum[] found = new ExactSum[Labels];
    private readonly ExactSum[] foundCategory = new ExactSum[Labels];
    private readonly long[] instances = new long[Labels];

    /// <summary>Pixels by (true id, predicted id).</summary>
    public ConfusionMatrix Confusion { get; } = new(CityscapesLabel.All.Count);

    /// <summary>Instances of a class.</summary>
    public long Instances(int label) => instances[label];

    /// <summary>Weighted sums of a class.</summary>
    public InstanceWeightedSums OfClass(int label) => Weighted(label, found[label]);

    /// <summary>
    /// Weighted sums of a category: its classes' sums, a pixel being right where any class of the category was predicted.
    /// </summary>
    public InstanceWeightedSums OfCategory(string category)
    {
        var (right, missed) = (0.0, 0.0);
        foreach (var label in CityscapesLabel.InstanceClasses)
        {
            if (label.Category == category)
            {
                var sums = Weighted(label.Id, foundCategory[label.Id]);
                (right, missed) = (right + sums.Right, missed + sums.Missed);
            }
        }

        return new InstanceWeightedSums(right, missed);
    }

    /// <summary>Counts one frame.</summary>
    /// <param name="pairs">
    /// Pixels of pairs (true label id + 256 * true instance id, predicted label id); all labels known, ascending as
    /// <see cref="SegmentPairCounter"/> gives them.
    /// </param>
    /// <param name="times">How often it counts.</param>
    /// <exception cref="ArgumentException">The pairs do not ascend.</exception>
    public void Add(SegmentPair[] pairs, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        for (var i = 0; i < pairs.Length;)
        {
            var instance = pairs[i].Truth >> 8;
            var label = instance > 1000 && !CityscapesLabel.All[instance / 1000].IsIgnored ? CityscapesLabel.All[instance / 1000] : null;
            var (all, ofClass, ofCategory) = (0L, 0L, 0L);
            for (; i < pairs.Length && pairs[i].Truth >> 8 == instance; i++)
            {
                var pair = pairs[i];
                Confusion.AddCount(pair.Truth & 0xFF, pair.Prediction, pair.Pixels * times);
                all += pair.Pixels;
                ofClass += pair.Prediction == label?.Id ? pair.Pixels : 0;
                ofCategory += label is not null && CityscapesLabel.All[pair.Prediction].Category == label.Category ? pair.Pixels : 0;
            }

            if (i < pairs.Length && pairs[i].Truth >> 8 < instance)
            {
                throw new ArgumentException($"instance {pairs[i].Truth >> 8} comes behind instance {instance}", nameof(pairs));
            }

            if (label is not null)
            {
                instances[label.Id] += times;
                found[label.Id] += ExactSum.OfRatio(ofClass, all) * times;
                foundCategory[label.Id] += ExactSum.OfRatio(ofCategory, all) * times;
            }
        }
    }

    /// <summary>Adds what another counted.</summary>
    public void Merge(CityscapesPixelCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Confusion.Merge(other.Confusion);
        for (var label = 0; label < Labels; label++)
        {
            found[label] += other.found[label];
            foundCategory[label] += other.foundCategory[label];
            instances[label] += other.instances[label];
        }
    }

    private InstanceWeightedSums Weighted(int label, ExactSum share)
    {
        var size = CityscapesLabel.All[label].AverageSize;
        return new InstanceWeightedSums(size * share.Value, size * (instances[label] - share.Value));
    }
}
