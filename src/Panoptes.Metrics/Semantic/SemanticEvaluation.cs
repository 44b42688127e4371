using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Metrics;

/// <summary>How a semantic evaluation of folders is done.</summary>
public sealed record SemanticOptions
{
    /// <summary>The ground-truth value that counts nowhere.</summary>
    public int IgnoreIndex { get; init; } = 255;

    /// <summary>ADE20K's way: ground truth 0 is ignored too, and the rest move down by one; predictions stay.</summary>
    public bool ReduceZeroLabel { get; init; }

    /// <summary>Whose averaging is followed.</summary>
    public SemanticConvention Convention { get; init; } = SemanticConvention.MmSegmentation;

    /// <summary>Worker threads; each holds one pair of maps.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether every image's counts are kept, for intervals and comparisons.</summary>
    public bool KeepImages { get; init; }
}

/// <summary>One cell of an image's confusion matrix.</summary>
/// <param name="Truth">True class, or the count of classes for none.</param>
/// <param name="Prediction">Predicted class, or the count of classes for none.</param>
/// <param name="Pixels">Pixels.</param>
public readonly record struct ConfusionCell(int Truth, int Prediction, long Pixels);

/// <summary>The counts of one image, empty cells left out.</summary>
/// <param name="Name">The ground-truth file below its folder.</param>
/// <param name="Cells">Its confusion matrix.</param>
public sealed record ImageConfusion(string Name, IReadOnlyList<ConfusionCell> Cells);

/// <summary>The outcome of a semantic evaluation.</summary>
/// <param name="Scores">The numbers.</param>
/// <param name="Confusion">The counts.</param>
/// <param name="Images">Every image's counts in order of name, where asked for.</param>
public sealed record SemanticReport(SemanticScores Scores, ConfusionMatrix Confusion, IReadOnlyList<ImageConfusion> Images);

/// <summary>Evaluates a folder of predicted label maps against one of ground truth; nothing is kept but counts.</summary>
public sealed class SemanticEvaluation
{
    private readonly IReadOnlyList<FilePair> files;
    private readonly IReadOnlyList<string> names;

    /// <summary>Pairs the files.</summary>
    /// <param name="truthFolder">Ground-truth PNGs, at any depth.</param>
    /// <param name="predictionFolder">Predicted PNGs of the same names; endings as in Cityscapes are seen through.</param>
    /// <param name="names">One name a class.</param>
    /// <exception cref="InputException">A folder is missing or empty, or a map has no prediction.</exception>
    public SemanticEvaluation(string truthFolder, string predictionFolder, IReadOnlyList<string> names)
    {
        files = FilePairs.Match(truthFolder, predictionFolder);
        this.names = names;
    }

    /// <summary>The pairs of files.</summary>
    public IReadOnlyList<FilePair> Files => files;

    /// <summary>Evaluates all images.</summary>
    /// <exception cref="InputException">A file is broken, of another size, or holds a label that is no class.</exception>
    public SemanticReport Run(SemanticOptions? options = null)
    {
        options ??= new SemanticOptions();
        var closedBin = options.Convention == SemanticConvention.MmSegmentation011;
        var counted = names.Count + (closedBin ? 1 : 0);
        var total = new ConfusionMatrix(counted);
        var images = new ImageConfusion[options.KeepImages ? files.Count : 0];
        ParallelImages.Run(files.Count, options.Threads, () => (Buffers: new LabelBuffers(), Counts: new ConfusionMatrix(counted)), (worker, i) =>
        {
            var image = new ConfusionMatrix(counted);
            worker.Buffers.Count(files[i], names.Count, options, image);
            worker.Counts.Merge(image);
            if (options.KeepImages)
            {
                images[i] = new ImageConfusion(files[i].Name, CellsOf(image));
            }
        }, worker => total.Merge(worker.Counts));

        return closedBin
            ? new SemanticReport(SemanticScores.From(Fold(total), names, options.Convention, PredictedAsClassCount(total)), Fold(total), images)
            : new SemanticReport(SemanticScores.From(total, names, options.Convention), total, images);
    }

    private static ConfusionCell[] CellsOf(ConfusionMatrix matrix)
    {
        var cells = new List<ConfusionCell>();
        for (var t = 0; t < matrix.Classes; t++)
        {
            for (var p = 0; p <= matrix.Classes; p++)
            {
                if (matrix[t, p] > 0)
                {
                    cells.Add(new ConfusionCell(t, p, matrix[t, p]));
                }
            }
        }

        return [.. cells];
    }

    // A matrix of one class more, whose last stands for predictions equal to the count of classes, back to the classes.
    private static ConfusionMatrix Fold(ConfusionMatrix more)
    {
        var classes = more.Classes - 1;
        var folded = new ConfusionMatrix(classes);
        for (var t = 0; t <= more.Classes; t++)
        {
            for (var p = 0; p <= more.Classes; p++)
            {
                folded.AddCount(Math.Min(t, classes), Math.Min(p, classes), more[t, p]);
            }
        }

        return folded;
    }

    private static long PredictedAsClassCount(ConfusionMatrix more) => Enumerable.Range(0, more.Classes - 1).Sum(t => more[t, more.Classes - 1]);
}

/// <summary>The buffers of one worker: two label maps and a file.</summary>
internal sealed class LabelBuffers
{
    private readonly FileBuffer file = new();
    private byte[] truth = [];
    private byte[] prediction = [];

    public void Count(FilePair pair, int classes, SemanticOptions options, ConfusionMatrix into)
    {
        if (classes > 255)
        {
            CountWide(pair, classes, options, into);
            return;
        }

        var size = Read(pair.Truth, ref truth);
        var other = Read(pair.Prediction, ref prediction);
        CheckSizes(pair, size, other);
        var pixels = size.Width * size.Height;
        var labels = truth.AsSpan(0, pixels);
        if (options.ReduceZeroLabel)
        {
            ReduceZero(labels, options.IgnoreIndex);
        }

        Count<byte>(pair, labels, prediction.AsSpan(0, pixels), classes, options.IgnoreIndex, into);
    }

    internal static void CheckSizes(FilePair pair, (int Width, int Height) size, (int Width, int Height) other)
    {
        if (size != other)
        {
            throw new InputException(pair.Prediction, $"{other.Width}x{other.Height} pixels", $"{size.Width}x{size.Height} as in {pair.Truth}", "predict at the ground truth's size");
        }
    }

    private static void CountWide(FilePair pair, int classes, SemanticOptions options, ConfusionMatrix into)
    {
        var (labels, predicted) = (PngFile.ReadLabels<ushort>(pair.Truth), PngFile.ReadLabels<ushort>(pair.Prediction));
        CheckSizes(pair, (labels.Width, labels.Height), (predicted.Width, predicted.Height));
        if (options.ReduceZeroLabel)
        {
            foreach (ref var label in labels.Pixels.AsSpan())
            {
                label = label == 0 || label == options.IgnoreIndex ? (ushort)options.IgnoreIndex : (ushort)(label - 1);
            }
        }

        Count<ushort>(pair, labels.Pixels, predicted.Pixels, classes, options.IgnoreIndex, into);
    }

    private static void Count<T>(FilePair pair, ReadOnlySpan<T> labels, ReadOnlySpan<T> predicted, int classes, int ignore, ConfusionMatrix into)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        try
        {
            into.Add(labels, predicted, ignore);
        }
        catch (InputException error)
        {
            throw new InputException(pair.Truth, error.Found, $"0..{classes - 1}, or {ignore} where ignored", error.Advice, error);
        }
    }

    private static void ReduceZero(Span<byte> labels, int ignore)
    {
        foreach (ref var label in labels)
        {
            label = label == 0 || label == ignore ? (byte)ignore : (byte)(label - 1);
        }
    }

    private (int Width, int Height) Read(string path, ref byte[] pixels)
    {
        var bytes = file.Read(path);
        var header = PngFile.ReadHeader(bytes, path);
        var length = checked(header.Width * header.Height);
        if (pixels.Length < length)
        {
            pixels = GC.AllocateUninitializedArray<byte>(length);
        }

        PngFile.ReadLabels(bytes, path, pixels.AsSpan(0, length));
        return (header.Width, header.Height);
    }
}
