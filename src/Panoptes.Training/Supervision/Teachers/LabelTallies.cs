using Panoptes.Imaging.Predictions;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>Counts labels.</summary>
internal static class LabelTallies
{
    /// <summary>Of objects, a list an image.</summary>
    public static LabelTally OfObjects(IReadOnlyList<IReadOnlyList<PredictedInstance>> images) =>
        Of([.. images.Select(image => image.Select(one => (one.Class, one.Score)))]);

    /// <summary>Of segments, a list an image.</summary>
    public static LabelTally OfSegments(IReadOnlyList<IReadOnlyList<PredictedSegment>> images) =>
        Of([.. images.Select(image => image.Select(one => (one.Class, one.Score)))]);

    /// <summary>Of labels with class and score, a list an image.</summary>
    public static LabelTally Of(IReadOnlyList<IEnumerable<(int Class, double Score)>> images)
    {
        var all = images.SelectMany(image => image).ToList();
        var byClass = new long[all.Count == 0 ? 0 : all.Max(one => one.Class) + 1];
        all.ForEach(one => byClass[one.Class]++);
        return new LabelTally(
            (double)all.Count / images.Count, (double)images.Count(image => !image.Any()) / images.Count,
            all.Count == 0 ? 0 : all.Average(one => one.Score), byClass);
    }
}
