using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Metrics.Atlas.Maps;
using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Scoring;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Metrics.Atlas.Frames;

/// <summary>Folders of label maps. Connected regions of a class stand for segments.</summary>
public sealed class SemanticFrames : IAtlasFrames
{
    private const int Void = -1;
    private const int Strange = -2;

    private readonly IReadOnlyList<FilePair> files;
    private readonly int[] truthClasses;
    private readonly int[] predictionClasses;

    /// <summary>Pairs the files, as <c>score semantic</c> does.</summary>
    /// <param name="truthFolder">Ground-truth PNGs.</param>
    /// <param name="predictionFolder">Predicted PNGs.</param>
    /// <param name="classes">The classes by train id.</param>
    /// <param name="options">How values become classes.</param>
    /// <exception cref="InputException">A folder is missing or empty, or a map has no prediction.</exception>
    public SemanticFrames(string truthFolder, string predictionFolder, IReadOnlyList<AtlasClass> classes, SemanticOptions options)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(options);
        var evaluation = new SemanticEvaluation(truthFolder, predictionFolder, [.. classes.Select(known => known.Name)]);
        (files, Classes) = (evaluation.Files, classes);
        Inputs =
        [
            new("gt", truthFolder, InputHash.Of(truthFolder, ".png")),
            new("pred", predictionFolder, InputHash.Of(predictionFolder, ".png")),
        ];
        Remarks =
        [
            "Segments are connected regions of one class.", .. UnusedPredictions.Warning(evaluation.Unused),
        ];
        truthClasses = Table(value => options.ClassOfTruth(value) is var known && known >= classes.Count ? Strange
            : known < 0 && options.IsUnlisted(value) ? Strange : known);
        predictionClasses = Table(value => options.ClassOfPrediction(value) is var known && known >= 0 && known < classes.Count
            && known != options.IgnoreIndex ? known : Void);
    }

    /// <inheritdoc/>
    public IReadOnlyList<AtlasClass> Classes { get; }

    /// <inheritdoc/>
    public int Count => files.Count;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreInput> Inputs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Remarks { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ScoredClass> Scores => [];

    /// <inheritdoc/>
    public int MostThreads => int.MaxValue;

    /// <inheritdoc/>
    public bool AreRegions => true;

    /// <inheritdoc/>
    public AtlasFrame Read(int index)
    {
        var (truth, prediction) = (LabelFile.Read(files[index].Truth), LabelFile.Read(files[index].Prediction));
        GroundTruthSize.Require(
            files[index].Prediction, (prediction.Width, prediction.Height), files[index].Truth, (truth.Width, truth.Height));
        var given = truth.Map(value => truthClasses[value]);
        var strange = given.Pixels.AsSpan().IndexOf(Strange);
        return strange < 0
            ? AtlasFrame.Of(
                files[index].Name, ConnectedRegions.Of(given), ConnectedRegions.Of(prediction.Map(value => predictionClasses[value])))
            : throw new InputException(
                files[index].Truth, $"label {truth.Pixels[strange]}", "ids that the class table lists",
                "give the class table of these files");
    }

    private static int[] Table(Func<int, int> classOf) => [.. Enumerable.Range(0, 1 << 16).Select(classOf)];
}
