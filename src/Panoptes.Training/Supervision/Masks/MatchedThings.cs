using Panoptes.Models.Outputs;
using Panoptes.Tensors;
using Panoptes.Training.Arithmetic;
using Panoptes.Training.Matching;
using Panoptes.Training.Supervision.Things;

namespace Panoptes.Training.Supervision.Masks;

/// <summary>The mask embeddings of the queries that were matched with things.</summary>
public static class MatchedThings
{
    /// <summary>Those of every prediction but the first, where there are several.</summary>
    /// <param name="matched">Outputs and matches of a pass.</param>
    public static IReadOnlyList<ThingEmbeddings> Of(MatchedOutputs matched)
    {
        ArgumentNullException.ThrowIfNull(matched);
        var (outputs, matches, _) = matched;
        var first = Math.Min(1, outputs.Layers.Count - 1);
        return [.. Enumerable.Range(first, outputs.Layers.Count - first)
            .Select(layer => Of(outputs.Layers[layer], matches.Layers[layer], matches.Truths))];
    }

    private static ThingEmbeddings Of(
        MaskPrediction prediction, IReadOnlyList<ImageMatch> matches, IReadOnlyList<MaskTruth> truths)
    {
        var features = prediction.PixelFeatures.To(DType.Float32);
        var queries = (int)prediction.MaskEmbeddings.Size(1);
        var (rows, images, things, classes) = (new List<long>(), new List<int>(), new List<int>(), new List<int>());
        for (var n = 0; n < matches.Count; n++)
        {
            for (var i = 0; i < matches[n].Count; i++)
            {
                var mask = truths[n].Masks[matches[n].Masks[i]];
                if (mask.IsThing)
                {
                    rows.Add((n * queries) + matches[n].Queries[i]);
                    images.Add(n);
                    things.Add(matches[n].Masks[i]);
                    classes.Add(mask.Class);
                }
            }
        }

        var device = features.Device;
        var chosen = RowIndices.Of(rows, device);
        var embeddings = prediction.MaskEmbeddings.Flatten(0, 1).IndexSelect(0, chosen).To(DType.Float32);
        var weights = Tensor.Ones([rows.Count], DType.Float32, device);
        return new ThingEmbeddings(embeddings, weights, images, things, classes, features) { Drawings = rows.Count };
    }
}
