using System.Globalization;
using Panoptes.Data.Samples;
using Panoptes.Diagnosis.Contracts;
using Panoptes.Diagnosis.Coordinates;
using Panoptes.Diagnosis.Labels;
using Panoptes.Diagnosis.Placements;
using Panoptes.Diagnosis.RoundTrips;
using Panoptes.Diagnosis.Verdicts;

namespace Panoptes.Diagnosis.Examination;

/// <summary>Puts what the probes found into one verdict, a sentence and a remedy; what is certain comes first.</summary>
internal sealed class Judgement(
    IDataset dataset, IReadOnlyList<SampleSizes> read, SizeCheck sizes, IReadOnlyList<CoordinateScores> coordinates,
    RoundTripScores? roundTrip, ContentFindings? content)
{
    private readonly int width = (int)read.Average(sample => sample.ImageWidth);
    private readonly int height = (int)read.Average(sample => sample.ImageHeight);

    /// <summary>The diagnosis.</summary>
    public LabelDiagnosis Diagnosis
    {
        get
        {
            var (verdict, sentence, remedy) = Pipeline() ?? Sizes() ?? Content();
            return new LabelDiagnosis
            {
                Dataset = dataset.Name,
                Count = dataset.Count,
                Verdict = verdict,
                Sentence = sentence,
                Remedy = remedy,
                Sizes = sizes,
                Coordinates = coordinates,
                RoundTrip = roundTrip,
                Content = content?.Scores,
                Found = content?.Found is { } found ? Native(found) : null,
                Orientation = content?.Orientation ?? Orientation.Upright,
                Turned = content?.Turned ?? [],
                Classes = [.. (content?.Classes ?? []).Select(offset => offset with { Placement = Native(offset.Placement) })],
                ClassNames = [.. (content?.Classes ?? []).Select(offset => SampleLabels.Name(dataset.Classes, offset.Class))],
                Order = content?.Order ?? 0,
            };
        }
    }

    private (Alignment, string, string)? Pipeline()
    {
        if (coordinates.FirstOrDefault(scores => !scores.Passes) is { } fault)
        {
            var verdict = fault.Fault switch
            {
                CoordinateFault.Flip => Alignment.Flipped,
                CoordinateFault.Turn => Alignment.Rotated,
                _ => Alignment.Misaligned,
            };
            return (
                verdict,
                $"the training pipeline moves labels otherwise than images ({fault.Fault.ToString().ToLowerInvariant()}): they come "
                    + $"{PlacementText.Pixels(Math.Max(fault.MeanAbsDx, fault.MeanAbsDy))} px apart on average",
                "send image and labels through one geometry");
        }

        return roundTrip is { Gate: RoundTripGate.Fail } scores
            ? (Alignment.Misaligned,
                $"labels sent the image's way and their own agree by {Number(scores.MeanIoU)} mIoU only, where "
                    + $"{Number(scores.Reference)} can be had",
                "send image and labels through one geometry")
            : null;
    }

    private (Alignment, string, string)? Sizes() =>
        sizes.Turned.Count > 0
            ? (Alignment.Rotated,
                $"{sizes.Turned.Count} of {sizes.Images} label maps have width and height of their image swapped ({Some(sizes.Turned)})",
                ExifRemedy)
        : sizes.Mismatched.Count > 0
            ? (Alignment.Misaligned,
                $"{sizes.Mismatched.Count} of {sizes.Images} label maps have another aspect ratio than their image "
                    + $"({Some(sizes.Mismatched)})",
                "write labels for the whole image, or declare which part of it they show")
        : null;

    private (Alignment, string, string) Content()
    {
        if (content is null)
        {
            return (Alignment.Unsure, "no label map has a boundary to look at", "look at the labels: each has one class or none");
        }

        var scores = content.Scores;
        return content.Verdict switch
        {
            Alignment.Flipped or Alignment.Rotated when content.Turned.Count > 0 => (
                content.Verdict,
                $"{content.Turned.Count} of {scores.Images} label maps are {Orientations.Describe(content.Turned[0].Orientation)} "
                    + $"({Some([.. content.Turned.Select(image => image.Name)])})",
                content.Verdict == Alignment.Flipped ? "flip them" : ExifRemedy),
            Alignment.Flipped or Alignment.Rotated => (
                content.Verdict,
                $"the labels are {Orientations.Describe(content.Orientation)}: edges under their boundaries are "
                    + $"{Number(scores.Orientations[content.Orientation])} times those around once they are turned, "
                    + $"{Number(scores.Rho)} as they are",
                content.Verdict == Alignment.Flipped ? "flip them, or leave out the flip of their images" : ExifRemedy),
            Alignment.Misaligned when content.Classes.Count > 0 => (
                content.Verdict, $"the labels fit but for {string.Join("; ", content.Classes.Select(Describe))}",
                "correct those classes where they were drawn or exported"),
            Alignment.Misaligned => Moved(Native(content.Found!.Value)),
            Alignment.Unrelated when content.Order != 0 => (
                content.Verdict,
                $"each label map belongs to the {(content.Order > 0 ? "next" : "previous")} image: the two lists are off by one",
                "pair images and labels by name"),
            Alignment.Unrelated => (
                content.Verdict,
                $"the labels fit their images no better than others' labels do ({Number(scores.Rho)} against "
                    + $"{Number(scores.NullMean)}; 1 is chance)",
                "pair images and labels anew, by name"),
            Alignment.Aligned => (
                content.Verdict,
                $"the labels lie where they belong: edges under their boundaries are {Number(scores.Rho)} times those around, and no place "
                    + $"more than {PlacementText.Pixels(Math.Max(1.5, 1.5 * scores.Reduction))} px off fits better",
                ""),
            _ => (
                content.Verdict,
                $"{scores.Images} images do not tell: edges under the boundaries are {Number(scores.Rho)} times those around, "
                    + $"{Number(scores.Best.Rho)} at best",
                "look at the contact sheet (--page), or give more images"),
        };
    }

    private (Alignment, string, string) Moved(Placement found) =>
        Math.Abs(found.Scale - 1) <= 0.02
            ? (Alignment.Misaligned, $"the labels lie {PlacementText.Where(found, width, height)}", PlacementText.Move(found))
            : (Alignment.Misaligned, $"the labels show {PlacementText.Where(found, width, height)}",
                $"write labels for the whole image, or declare which part of it they show; or {PlacementText.Move(found)}");

    private string Describe(Offsets.ClassOffset offset) =>
        $"\"{SampleLabels.Name(dataset.Classes, offset.Class)}\", which lies "
            + $"{PlacementText.Where(Native(offset.Placement), width, height)} in {offset.Images} images";

    private Placement Native(Placement placement) => placement.Times(content!.Scores.Reduction);

    private static string ExifRemedy =>
        "turn them; where the image files carry an EXIF orientation, the labels were made without it: apply it, or strip it from the "
            + "images";

    private static string Some(IReadOnlyList<string> names) => string.Join(", ", names.Take(3)) + (names.Count > 3 ? ", ..." : "");

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
