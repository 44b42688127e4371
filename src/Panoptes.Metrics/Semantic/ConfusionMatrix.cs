using System.Numerics;
using Panoptes.Foundation;
using Panoptes.Metrics.Exchange;

namespace Panoptes.Metrics.Semantic;

/// <summary>
/// Pixel counts by (ground truth, prediction) in Int64. One index past the classes, <see cref="None"/>, stands for "no
/// class": ignored ground truth, and predictions that name no class. Not thread-safe: give every worker its own and
/// <see cref="Merge"/> them; the sums are exact, so any split and order gives the same matrix.
/// </summary>
public sealed class ConfusionMatrix
{
    /// <summary>The most classes a matrix can have.</summary>
    public const int MaximumClasses = 4095;

    private readonly long[] counts;
    private PixelPairHistogram? histogram;

    /// <summary>An empty matrix.</summary>
    /// <param name="classes">Count of classes, 1 to <see cref="MaximumClasses"/>.</param>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, MaximumClasses);
        Classes = classes;
        counts = new long[(classes + 1) * (classes + 1)];
    }

    /// <summary>Count of classes.</summary>
    public int Classes { get; }

    /// <summary>
    /// The index that stands for ignored ground truth and for predictions that name no class: equal to <see cref="Classes"/>.
    /// </summary>
    public int None => Classes;

    /// <summary>
    /// Pixels of class <paramref name="truth"/> that were predicted as <paramref name="prediction"/>; either may be <see cref="None"/>.
    /// </summary>
    public long this[int truth, int prediction] => counts[Index(truth, prediction)];

    /// <summary>Pixels whose ground truth is a class, whatever was predicted there.</summary>
    public long Valid
    {
        get
        {
            long sum = 0;
            foreach (var count in counts.AsSpan(0, Classes * (Classes + 1)))
            {
                sum += count;
            }

            return sum;
        }
    }

    /// <summary>A matrix with the same counts.</summary>
    public ConfusionMatrix Clone()
    {
        var copy = new ConfusionMatrix(Classes);
        copy.Merge(this);
        return copy;
    }

    /// <summary>
    /// Counts one map, or part of one. Pixels with ignored ground truth go to row <see cref="None"/>; predictions outside
    /// the classes (the ignored value among them) to column <see cref="None"/>.
    /// </summary>
    /// <param name="truth">Ground-truth class of every pixel: byte, ushort, int or long.</param>
    /// <param name="prediction">Predicted class of every pixel, as many.</param>
    /// <param name="ignore">The ground-truth value that counts nowhere; give one that does not occur (-1) for none.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="InputException">A ground-truth value is neither a class nor ignored; nothing is counted then.</exception>
    public void Add<T>(ReadOnlySpan<T> truth, ReadOnlySpan<T> prediction, int ignore)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (truth.Length != prediction.Length)
        {
            throw new ArgumentException($"{truth.Length} ground-truth pixels, {prediction.Length} predicted ones", nameof(prediction));
        }

        histogram ??= new PixelPairHistogram(Classes);
        if (!histogram.TryCount(truth, prediction, ignore, out var bad))
        {
            throw new InputException(
                "ground-truth labels", $"label {bad}", $"0..{Classes - 1}, or {ignore} where ignored",
                "check the class table against the label files");
        }

        histogram.FlushInto(counts);
    }

    /// <summary>Adds pixels to one cell, for callers that count elsewhere.</summary>
    /// <param name="truth">Ground-truth class, or <see cref="None"/>.</param>
    /// <param name="prediction">Predicted class, or <see cref="None"/>.</param>
    /// <param name="pixels">How many, at least 0.</param>
    public void AddCount(int truth, int prediction, long pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pixels);
        counts[Index(truth, prediction)] += pixels;
    }

    /// <summary>Adds another matrix of as many classes.</summary>
    public void Merge(ConfusionMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes)
        {
            throw new ArgumentException($"matrices of {Classes} and {other.Classes} classes do not add up", nameof(other));
        }

        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] += other.counts[i];
        }
    }

    /// <summary>Writes the counts for another process.</summary>
    public void Write(BinaryWriter writer) => writer.WriteNumbers(counts);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">What is read.</param>
    /// <param name="classes">Count of classes.</param>
    /// <exception cref="InvalidDataException">They are no counts of so many classes.</exception>
    /// <exception cref="EndOfStreamException">The bytes end early.</exception>
    public static ConfusionMatrix Read(BinaryReader reader, int classes)
    {
        var matrix = new ConfusionMatrix(classes);
        reader.ReadNumbers(matrix.counts);
        return matrix;
    }

    /// <summary>Pixels whose ground truth is this class: the whole row, predictions of no class too.</summary>
    public long TruthPixels(int classIndex)
    {
        long sum = 0;
        for (var p = 0; p <= Classes; p++)
        {
            sum += this[classIndex, p];
        }

        return sum;
    }

    /// <summary>Pixels predicted as this class where the ground truth is not ignored.</summary>
    public long PredictedPixels(int classIndex)
    {
        long sum = 0;
        for (var t = 0; t < Classes; t++)
        {
            sum += this[t, classIndex];
        }

        return sum;
    }

    /// <summary>The counts [truth][prediction], with the row and column of <see cref="None"/> last where asked for.</summary>
    public long[][] ToArrays(bool includeNone = false)
    {
        var size = includeNone ? Classes + 1 : Classes;
        return [.. Enumerable.Range(0, size).Select(t => Enumerable.Range(0, size).Select(p => this[t, p]).ToArray())];
    }

    private int Index(int truth, int prediction)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)truth, (uint)Classes, nameof(truth));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)prediction, (uint)Classes, nameof(prediction));
        return (truth * (Classes + 1)) + prediction;
    }
}
