using Panoptes.Formats.Cityscapes;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Metrics.Atlas.Maps;
using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Metrics.Cityscapes;
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
    private readonly (string Ids, string Advice) expected;

    private SemanticFrames(
        (string Truth, string Prediction) folders, IReadOnlyList<FilePair> files, IReadOnlyList<string> unused,
        IReadOnlyList<AtlasClass> classes, Func<int, int> truthClass, Func<int, int> predictionClass, (string Ids, string Advice) expected)
    {
        (this.files, Classes, this.expected) = (files, classes, expected);
        truthClasses = [.. Enumerable.Range(0, 1 << 16).Select(truthClass)];
        predictionClasses = [.. Enumerable.Range(0, 1 << 16).Select(predictionClass)];
        Inputs =
        [
            new("gt", folders.Truth, InputHash.Of(folders.Truth, ".png")),
            new("pred", folders.Prediction, InputHash.Of(folders.Prediction, ".png")),
        ];
        Remarks = ["Segments are connected regions of one class.", .. UnusedPredictions.Warning(unused)];
    }

    /// <summary>Pairs the files, as <c>score semantic</c> does.</summary>
    /// <param name="truthFolder">Ground-truth PNGs.</param>
    /// <param name="predictionFolder">Predicted PNGs.</param>
    /// <param name="classes">The classes by train id.</param>
    /// <param name="options">How values become classes.</param>
    /// <exception cref="InputException">A folder is missing or empty, or a map has no prediction.</exception>
    public static SemanticFrames OfFolders(
        string truthFolder, string predictionFolder, IReadOnlyList<AtlasClass> classes, SemanticOptions options)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(options);
        var evaluation = new SemanticEvaluation(truthFolder, predictionFolder, [.. classes.Select(known => known.Name)]);
        return new SemanticFrames(
            (truthFolder, predictionFolder), evaluation.Files, evaluation.Unused, classes,
            value => options.ClassOfTruth(value) is var known && known >= classes.Count ? Strange
                : known < 0 && options.IsUnlisted(value) ? Strange : known,
            value => options.ClassOfPrediction(value) is var known && known >= 0 && known < classes.Count
                && known != options.IgnoreIndex ? known : Void,
            ("ids that the class table lists", "give the class table of these files"));
    }

    /// <summary>Finds Cityscapes' files, as <c>score semantic --cityscapes</c> does.</summary>
    /// <param name="truthFolder">gtFine or one of its splits.</param>
    /// <param name="predictionFolder">One PNG of label ids a frame.</param>
    /// <exception cref="InputException">A folder is missing or empty, or a frame has no prediction.</exception>
    public static SemanticFrames OfCityscapes(string truthFolder, string predictionFolder)
    {
        var evaluation = new CityscapesPixelEvaluation(truthFolder, predictionFolder);
        CityscapesLabel[] labels = [.. CityscapesLabel.All.Where(label => !label.IsIgnored)];
        int[] places = [.. CityscapesLabel.All.Select(label => Array.IndexOf(labels, label) is var place and >= 0 ? place : Void)];
        int ClassOf(int id) => id < places.Length ? places[id] : Strange;
        return new SemanticFrames(
            (truthFolder, predictionFolder),
            [.. evaluation.Frames.Zip(evaluation.Predictions, (frame, found) => new FilePair(frame.Name, frame.LabelIds!, found))],
            evaluation.Unused, [.. labels.Select(label => new AtlasClass(label.Id, label.Name, label.Color))], ClassOf, ClassOf,
            ("ids of Cityscapes' labelIds", "write label ids, not train ids or colors"));
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
        return AtlasFrame.Of(
            files[index].Name, ConnectedRegions.Of(Classed(files[index].Truth, truth, truthClasses)),
            ConnectedRegions.Of(Classed(files[index].Prediction, prediction, predictionClasses)));
    }

    private Plane<int> Classed(string file, Plane<ushort> labels, int[] table)
    {
        var classed = labels.Map(value => table[value]);
        return classed.Pixels.AsSpan().IndexOf(Strange) is var strange and >= 0
            ? throw new InputException(file, $"label {labels.Pixels[strange]}", expected.Ids, expected.Advice)
            : classed;
    }
}
