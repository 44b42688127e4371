using Panoptes.Metrics.Atlas.Segments;

namespace Panoptes.Metrics.Atlas.Scores;

/// <summary>
/// Gathers image by image what the scores of predictions are worth, by the rules of average precision at an IoU of 0.5: the surest
/// predictions of a class come first, each takes the truth of its class that it overlaps most and that is still free; one that has none is
/// left out where at least half of it lies on a crowd of its class, else it is wrong. A few bytes are kept of each prediction.
/// </summary>
/// <param name="classes">The classes' names.</param>
public sealed class SceneScores(IReadOnlyList<string> classes)
{
    private const double Match = 0.5;
    private readonly List<(double Score, bool IsRight)>[] detections = [.. classes.Select(_ => new List<(double, bool)>())];
    private readonly long[] truths = new long[classes.Count];

    /// <summary>Adds an image; predictions without a score count nowhere.</summary>
    /// <param name="scene">Its segments, predictions of every score among them.</param>
    public void Add(AtlasScene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        foreach (var truth in scene.Truth.Where(truth => !truth.IsCrowd))
        {
            truths[truth.Class]++;
        }

        var overlaps = scene.Shared.Where(pair => scene.Truth[pair.Truth].Class == scene.Prediction[pair.Prediction].Class)
            .ToLookup(pair => pair.Prediction);
        var taken = new bool[scene.Truth.Count];
        foreach (var place in Enumerable.Range(0, scene.Prediction.Count).Where(p => double.IsFinite(scene.Prediction[p].Score))
            .OrderByDescending(p => scene.Prediction[p].Score))
        {
            var free = overlaps[place].Where(pair => !taken[pair.Truth] && !scene.Truth[pair.Truth].IsCrowd && scene.IoU(pair) >= Match)
                .OrderByDescending(scene.IoU).ToList();
            var found = detections[scene.Prediction[place].Class];
            if (free.Count > 0)
            {
                taken[free[0].Truth] = true;
                found.Add((scene.Prediction[place].Score, true));
            }
            else if (scene.JudgedArea(place) is var judged and > 0 && !overlaps[place].Any(
                pair => scene.Truth[pair.Truth].IsCrowd && pair.Pixels >= Match * judged))
            {
                found.Add((scene.Prediction[place].Score, false));
            }
        }
    }

    /// <summary>Adds what another one gathered of other images.</summary>
    public void Merge(SceneScores other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var known = 0; known < truths.Length; known++)
        {
            truths[known] += other.truths[known];
            detections[known].AddRange(other.detections[known]);
        }
    }

    /// <summary>All classes together first, then every class; empty where no prediction has a score.</summary>
    public IReadOnlyList<ScoredClass> Report() => detections.All(found => found.Count == 0) ? [] :
    [
        ScoredClass.Of("all", [.. detections.SelectMany(found => found)], truths.Sum()),
        .. classes.Select((name, known) => ScoredClass.Of(name, detections[known], truths[known])),
    ];
}
