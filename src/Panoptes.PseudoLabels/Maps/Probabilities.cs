namespace Panoptes.PseudoLabels.Maps;

/// <summary>Turns scores of classes into probabilities.</summary>
public static class Probabilities
{
    /// <summary>Logits to log-probabilities: log-softmax of every pixel.</summary>
    public static ChannelMap LogSoftmax(ChannelMap logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        for (var i = 0; i < logits.Pixels; i++)
        {
            var row = logits.Of(i);
            var most = float.NegativeInfinity;
            foreach (var logit in row)
            {
                most = Math.Max(most, logit);
            }

            var sum = 0.0;
            foreach (var logit in row)
            {
                sum += Math.Exp(logit - most);
            }

            var shift = most + (float)Math.Log(sum);
            foreach (ref var logit in row)
            {
                logit -= shift;
            }
        }

        return logits;
    }

    /// <summary>Log-probabilities, of whatever sum, to probabilities that sum to 1.</summary>
    public static ChannelMap FromLogs(ChannelMap logs)
    {
        LogSoftmax(logs);
        foreach (ref var value in logs.Values.AsSpan())
        {
            value = MathF.Exp(value);
        }

        return logs;
    }

    /// <summary>Probabilities of groups of classes: the sums over their members.</summary>
    /// <param name="probabilities">(pixel, class).</param>
    /// <param name="groups">The group of each class, from 0.</param>
    public static ChannelMap Merge(ChannelMap probabilities, IReadOnlyList<int> groups)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(groups);
        var merged = new ChannelMap(probabilities.Width, probabilities.Height, groups.Max() + 1);
        for (var i = 0; i < merged.Pixels; i++)
        {
            Span<float> from = probabilities.Of(i), to = merged.Of(i);
            for (var c = 0; c < from.Length; c++)
            {
                to[groups[c]] += from[c];
            }
        }

        return merged;
    }

    /// <summary>
    /// Probabilities that follow given ids: <paramref name="trust"/> for the id, the rest evenly; even where the id is none.
    /// </summary>
    /// <param name="ids">Ids; those from <paramref name="classes"/> on are void.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="trust">Above 1 / classes and below 1.</param>
    public static ChannelMap FromIds(Imaging.Plane<ushort> ids, int classes, double trust)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var map = new ChannelMap(ids.Width, ids.Height, classes);
        for (var i = 0; i < map.Pixels; i++)
        {
            var isVoid = ids.Pixels[i] >= classes;
            map.Of(i).Fill((float)(isVoid || classes == 1 ? 1.0 / classes : (1 - trust) / (classes - 1)));
            if (!isVoid && classes > 1)
            {
                map.Of(i)[ids.Pixels[i]] = (float)trust;
            }
        }

        return map;
    }

    /// <summary>
    /// The most probable class of each pixel, the lowest of equals; void where it is less probable than a threshold, or where all classes
    /// are equally probable: nothing is known there.
    /// </summary>
    /// <param name="probabilities">(pixel, class).</param>
    /// <param name="confidence">The least probability of a class that is kept; 0 keeps all.</param>
    /// <param name="voidId">The id of void.</param>
    public static Imaging.Plane<ushort> Best(ChannelMap probabilities, double confidence, ushort voidId)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        var ids = new Imaging.Plane<ushort>(probabilities.Width, probabilities.Height);
        for (var i = 0; i < probabilities.Pixels; i++)
        {
            var row = probabilities.Of(i);
            var (best, least) = (0, row[0]);
            for (var c = 1; c < row.Length; c++)
            {
                best = row[c] > row[best] ? c : best;
                least = Math.Min(least, row[c]);
            }

            var isKnown = row.Length == 1 || row[best] > least;
            ids.Pixels[i] = isKnown && row[best] >= confidence ? (ushort)best : voidId;
        }

        return ids;
    }
}
