using Panoptes.Data.Classes;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>
/// The objects of whole images that a teacher's filter would keep if their scores were high enough: its labels before the threshold. What
/// the filter does besides leaves the same as when the threshold came first.
/// </summary>
public sealed class LabelCandidates : IDisposable
{
    private readonly TeacherLabelConfig config;
    private readonly HashSet<int> things;
    private readonly LabelScores scores;
    private readonly bool areQueries;

    /// <summary>Reads the settings.</summary>
    /// <param name="config">The filter; its own least scores and shares of classes are left aside.</param>
    /// <param name="classes">The classes, of which those of objects are labeled.</param>
    /// <param name="areQueries">
    /// Whether of a set of masks each query is one label, scored by the probability of its class alone, as a teacher of batches does; else
    /// objects are read as for average precision.
    /// </param>
    /// <param name="least">Objects of a score up to this are left out, 0 to 1.</param>
    public LabelCandidates(TeacherLabelConfig config, ClassTable classes, bool areQueries, double least)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(classes);
        this.config = config with { Score = least, ClassScores = new Dictionary<string, double>(), ClassShare = null };
        this.areQueries = areQueries;
        things = [.. classes.Things];
        scores = new LabelScores(this.config, classes);
    }

    /// <summary>The objects of an image.</summary>
    /// <param name="said">What the teacher says of a batch of whole images.</param>
    /// <param name="image">Which of them.</param>
    /// <returns>Objects at the prediction's size, none empty.</returns>
    public IReadOnlyList<PredictedInstance> Of(IBatchPrediction said, int image = 0)
    {
        ArgumentNullException.ThrowIfNull(said);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        if (areQueries && said.Masks is { Outputs: MaskSet set, Size: var size })
        {
            return QueryMasks.Of(new QueryLabels(config, scores, things.Contains), set, image, size, config.Mask);
        }

        var found = said.Instances(image);
        return new ObjectLabeler(config, scores, things.Contains, found.Instances.Count)
            .Sure(found, new PixelRectangle(0, 0, found.Width, found.Height));
    }

    /// <inheritdoc/>
    public void Dispose() => scores.Dispose();
}
