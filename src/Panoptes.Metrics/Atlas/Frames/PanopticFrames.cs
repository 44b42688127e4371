using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Metrics.Atlas.Maps;
using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Pixels;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Metrics.Atlas.Frames;

/// <summary>COCO panoptic files and their PNGs.</summary>
public sealed class PanopticFrames : IAtlasFrames
{
    private readonly PanopticFile truth;
    private readonly PanopticEvaluation evaluation;
    private readonly Dictionary<string, string> names;

    /// <summary>Pairs the images, as <c>score panoptic</c> does.</summary>
    /// <param name="inputs">The files.</param>
    /// <exception cref="InputException">A file is missing or broken, or an image has no prediction.</exception>
    public PanopticFrames(PanopticInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        truth = PanopticFile.ReadTruth(inputs.TruthFile);
        var prediction = PanopticFile.ReadPrediction(inputs.PredictionFile, truth.Categories);
        evaluation = new PanopticEvaluation(truth, inputs.TruthPngs, prediction, inputs.PredictionPngs);
        Inputs =
        [
            new("gt", inputs.TruthFile, truth.Sha256), new("gt-dir", inputs.TruthPngs, InputHash.Of(inputs.TruthPngs, ".png")),
            new("pred", inputs.PredictionFile, prediction.Sha256),
            new("pred-dir", inputs.PredictionPngs, InputHash.Of(inputs.PredictionPngs, ".png")),
        ];
        names = truth.Images.Where(image => image.FileName.Length > 0).DistinctBy(image => image.Id)
            .ToDictionary(image => image.Id, image => image.FileName);
        var colors = LabelColors.Distinct(truth.Categories.Count);
        Classes = [.. truth.Categories.Select((known, i) => new AtlasClass(known.Id, known.Name, known.Color ?? colors[i]))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<AtlasClass> Classes { get; }

    /// <inheritdoc/>
    public int Count => evaluation.Count;

    /// <inheritdoc/>
    public IReadOnlyList<ScoreInput> Inputs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Remarks => [];

    /// <inheritdoc/>
    public IReadOnlyList<ScoredClass> Scores => [];

    /// <inheritdoc/>
    public int MostThreads => int.MaxValue;

    /// <inheritdoc/>
    public bool AreRegions => false;

    /// <inheritdoc/>
    public AtlasFrame Read(int index)
    {
        var (given, files) = (truth.Annotations[index], evaluation.Files(index));
        var (ids, found) = (PngFile.ReadIds24(files.Truth), PngFile.ReadIds24(files.Prediction));
        GroundTruthSize.Require(files.Prediction, (found.Width, found.Height), files.Truth, (ids.Width, ids.Height));
        var (truths, predictions) = (Classed(given.Segments), Classed(evaluation.Predicted(index)));
        return AtlasFrame.Of(
            names.GetValueOrDefault(given.ImageId, given.FileName),
            IndexMap.Of(ids, id => truths.TryGetValue(id, out var known) ? known : null),
            IndexMap.Of(found, id => predictions.TryGetValue(id, out var known) ? known : id == 0 ? null : throw new InputException(
                files.Prediction, $"segment {id}", "only ids that segments_info lists, and 0 for void", "add it to segments_info")));
    }

    private static Dictionary<int, MapLabel> Classed(PanopticSegment[] segments)
    {
        var classed = new Dictionary<int, MapLabel>();
        foreach (var segment in segments.Where(segment => segment.Id != 0))
        {
            classed[segment.Id] = new MapLabel(segment.Category, segment.IsCrowd);
        }

        return classed;
    }
}
