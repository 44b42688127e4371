using System.Globalization;
using Panoptes.Diagnosis.Opinions;
using Panoptes.Diagnosis.Verdicts;

namespace Panoptes.Diagnosis.Examination;

/// <summary>A diagnosis as lines for a terminal.</summary>
public static class DiagnosisText
{
    private const int MostOpinions = 5;

    /// <summary>The lines, the verdict last.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="opinion">What a model says; null where none was asked.</param>
    public static IEnumerable<string> Lines(LabelDiagnosis diagnosis, SecondOpinion? opinion = null)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        yield return $"{diagnosis.Dataset}: {diagnosis.Samples.Count} of {diagnosis.Count} samples looked at";
        yield return "sizes: " + (diagnosis.Sizes.Passes
            ? "labels have " + string.Join(", ", diagnosis.Sizes.Scales.Select(pair => $"{Number(pair.Scale)} of their image's size"))
            : "labels do not have their image's aspect ratio");
        if (diagnosis.Coordinates.Count > 0)
        {
            var way = diagnosis.Coordinates.All(scores => scores.Passes) ? "stay together" : "come apart";
            yield return $"pipeline: image and labels {way}"
                + (diagnosis.RoundTrip is { } trip ? $"; labels sent both ways agree by {Number(trip.MeanIoU)} mIoU" : "");
        }

        if (diagnosis.Content is { } content)
        {
            yield return $"content: edge energy under the boundaries {Number(content.Rho)}, at best {Number(content.Best.Rho)}, "
                + $"of other images' labels {Number(content.NullMean)}";
        }

        foreach (var image in diagnosis.Turned)
        {
            yield return $"turned: {image.Name}";
        }

        if (diagnosis.Offsets.Count > 0)
        {
            yield return $"offsets: {diagnosis.Offsets.Count(offset => offset.IsShifted)} of {diagnosis.Offsets.Count} labeled patches lie "
                + "elsewhere for sure";
        }

        if (opinion is not null)
        {
            yield return $"second opinion of {opinion.Model}: quality {Number(opinion.Quality)}, {Number(opinion.Agreement)} of the pixels "
                + "get the same class; worst: "
                + string.Join(", ", opinion.Images.Take(MostOpinions).Select(image => $"{image.Name} ({Number(image.Quality)})"));
        }

        yield return $"{diagnosis.Verdict.Word()}: {diagnosis.Sentence}";
        if (diagnosis.Remedy.Length > 0)
        {
            yield return $"what to do: {diagnosis.Remedy}";
        }
    }

    /// <summary>A number as readers are shown it.</summary>
    /// <param name="value">The number; one that is not finite is unknown.</param>
    public static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("0.###", CultureInfo.InvariantCulture) : "unknown";
}
