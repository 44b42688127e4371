using System.Numerics;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Semantic;

/// <summary>The buffers of one worker: two label maps, a file, and what every stored value means.</summary>
internal sealed class LabelBuffers
{
    private const int Unlisted = -2;

    private readonly FileBuffer truthFile = new();
    private readonly FileBuffer predictionFile = new();
    private readonly SemanticOptions options;
    private readonly int classes;
    private readonly int[]? truthClass;
    private readonly int[]? predictionClass;
    private readonly LabelMapBuffer<byte> truth = new();
    private readonly LabelMapBuffer<byte> prediction = new();
    private readonly LabelMapBuffer<ushort> wideTruth = new();
    private readonly LabelMapBuffer<ushort> widePrediction = new();

    public LabelBuffers(SemanticOptions options, int classes)
    {
        this.options = options;
        this.classes = classes;
        if (options.TruthClasses is not null || options.ReduceZeroLabel)
        {
            truthClass = [.. Enumerable.Range(0, 1 << 16).Select(value =>
                options.IsUnlisted(value) ? Unlisted : options.ClassOfTruth(value) is var known and >= 0 ? known : options.IgnoreIndex)];
        }

        if (options.PredictionClasses is not null)
        {
            predictionClass = [.. Enumerable.Range(0, 1 << 16).Select(options.ClassOfPrediction)];
        }
    }

    /// <summary>Counts one pair of files.</summary>
    public void Count(FilePair pair, ConfusionMatrix into)
    {
        var truthBytes = truthFile.Read(pair.Truth);
        var predictionBytes = predictionFile.Read(pair.Prediction);
        if (classes > 254 || options.IgnoreIndex > byte.MaxValue || IsWide(truthBytes, pair.Truth)
            || IsWide(predictionBytes, pair.Prediction))
        {
            wideTruth.Read(truthBytes, pair.Truth);
            widePrediction.Read(predictionBytes, pair.Prediction);
            GroundTruthSize.Require(pair.Prediction, widePrediction.Size, pair.Truth, wideTruth.Size);
            Count(pair, wideTruth.Pixels, widePrediction.Pixels, into);
            return;
        }

        truth.Read(truthBytes, pair.Truth);
        prediction.Read(predictionBytes, pair.Prediction);
        GroundTruthSize.Require(pair.Prediction, prediction.Size, pair.Truth, truth.Size);
        Count(pair, truth.Pixels, prediction.Pixels, into);
    }

    private static bool IsWide(ReadOnlySpan<byte> bytes, string path) => LabelFile.Header(bytes, path).BitDepth > 8;

    private void Count<T>(FilePair pair, Span<T> labels, Span<T> predicted, ConfusionMatrix into)
        where T : unmanaged, IBinaryInteger<T>
    {
        Translate(pair.Truth, labels, truthClass);
        Translate(pair.Prediction, predicted, predictionClass);
        try
        {
            into.Add<T>(labels, predicted, options.IgnoreIndex);
        }
        catch (InputException error)
        {
            throw new InputException(
                pair.Truth, error.Found, $"0..{classes - 1}, or {options.IgnoreIndex} where ignored", error.Advice, error);
        }
    }

    private static void Translate<T>(string path, Span<T> values, int[]? classOf)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (classOf is null)
        {
            return;
        }

        foreach (ref var value in values)
        {
            var known = classOf[int.CreateTruncating(value)];
            value = known != Unlisted
                ? T.CreateTruncating(known)
                : throw new InputException(path, $"label {value}", "ids that the class table lists", "give the class table of these files");
        }
    }
}
