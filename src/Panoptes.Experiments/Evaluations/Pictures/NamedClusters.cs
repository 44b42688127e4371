using Panoptes.Imaging;
using Panoptes.Imaging.Predictions;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>A prediction of clusters under the names that an evaluation found for them, so that it is drawn beside the truth.</summary>
/// <param name="clusters">The prediction.</param>
/// <param name="found">The names.</param>
internal sealed class NamedClusters(IBatchPrediction clusters, ClusterDetail found) : IBatchPrediction
{
    /// <inheritdoc/>
    public IReadOnlyList<Plane<ushort>> Labels() => Named(clusters.Labels());

    /// <inheritdoc/>
    public IReadOnlyList<Plane<ushort>> SureLabels(double least, ushort otherwise) => Named(clusters.SureLabels(least, otherwise));

    /// <inheritdoc/>
    public (IReadOnlyList<Plane<ushort>> Labels, IReadOnlyList<double>? NegativeLogLikelihoods) Compare(
        IReadOnlyList<Plane<ushort>> truth, int ignore) => (Labels(), null);

    /// <inheritdoc/>
    public PanopticPrediction Panoptic(int image)
    {
        var prediction = clusters.Panoptic(image);
        var named = prediction.Segments
            .Select(segment => segment with { Class = found.Scores.Assignments[segment.Class] })
            .Where(segment => segment.Class < found.Classes.Count)
            .ToList();
        var kept = named.Select(segment => segment.Id).ToHashSet();
        return new PanopticPrediction(prediction.Ids.Map(id => kept.Contains(id) ? id : 0), named);
    }

    /// <inheritdoc/>
    public InstancePrediction Instances(int image) => clusters.Instances(image);

    private List<Plane<ushort>> Named(IReadOnlyList<Plane<ushort>> labels) => [.. labels.Select(map => map.Map(Named))];

    private ushort Named(ushort cluster)
    {
        var name = cluster < found.Scores.SemanticAssignments.Count ? found.Scores.SemanticAssignments[cluster] : found.Classes.Count;
        return (ushort)(name < found.Classes.Count ? name : found.Classes.VoidTrainId);
    }
}
