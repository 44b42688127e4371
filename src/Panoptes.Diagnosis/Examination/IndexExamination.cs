using Panoptes.Data.Findings;
using Panoptes.Data.Indexing;
using Panoptes.Data.Samples;
using Panoptes.Data.Splits;
using Panoptes.Diagnosis.Labels;
using Panoptes.Diagnosis.Offsets;
using Panoptes.Diagnosis.Placements;
using Panoptes.Foundation;

namespace Panoptes.Diagnosis.Examination;

/// <summary>What the doctor says of the samples of an index: a few of each split, drawn at random, and the split as a whole.</summary>
/// <param name="Findings">What was found of each sample.</param>
/// <param name="Notes">The verdict on each split, one line each.</param>
public sealed record IndexExamination(IReadOnlyList<IReadOnlyList<SampleFinding>> Findings, IReadOnlyList<string> Notes)
{
    private const int LeastShifted = 3;
    private const int ShiftedOfParts = 3;

    /// <summary>Examines the labels of an index.</summary>
    /// <param name="index">The samples; broken ones are passed over.</param>
    /// <param name="images">How many samples of each split are looked at.</param>
    /// <exception cref="InputException">The number is below 1.</exception>
    public static IndexExamination Of(DataIndex index, int images)
    {
        ArgumentNullException.ThrowIfNull(index);
        Require.AtLeast("--doctor", images, 1);
        var (findings, notes) = (new List<SampleFinding>[index.Samples.Count], new List<string>());
        for (var i = 0; i < findings.Length; i++)
        {
            findings[i] = [];
        }

        foreach (var (place, split) in index.Splits.Index())
        {
            int[] whole =
                [.. Enumerable.Range(0, findings.Length).Where(at => index.Samples[at].Split == place && IsWhole(index.Samples[at]))];
            if (whole.Length > 0 && (split.Dataset.Available & SampleLabels.Parts) != SampleParts.None)
            {
                Examine(split, index, whole, images, findings, notes);
            }
        }

        return new IndexExamination(findings, notes);
    }

    private static bool IsWhole(IndexedSample sample) => sample is { Width: > 0, LabelWidth: > 0, Faults.Count: 0 };

    private static void Examine(
        IndexedSplit split, DataIndex index, int[] whole, int images, List<SampleFinding>[] findings, List<string> notes)
    {
        var readable = ChosenSamples.Of(
            split.Dataset, [.. whole.Select(at => index.Samples[at].Index)], "the doctor", "samples that can be read");
        LabelDiagnosis said;
        try
        {
            said = LabelDoctor.Examine(
                readable, new DoctorOptions { Images = images, MostImages = images, Augmentation = null, Offsets = true });
        }
        catch (InputException problem)
        {
            notes.Add($"the doctor cannot examine {split.Name}: {problem.Message}");
            return;
        }

        notes.Add($"the doctor looked at {said.Places.Count} samples of {split.Name}: {said.Sentence}");
        for (var looked = 0; looked < said.Places.Count; looked++)
        {
            var found = findings[whole[said.Places[looked]]];
            if (said.Turned.FirstOrDefault(turned => turned.Name == said.Samples[looked]) is { } other)
            {
                found.Add(new SampleFinding(FindingKinds.Misplaced, $"labels fit the image when they are {Words(other.Orientation)}"));
            }

            // Single parts often fit an edge beside their own by accident; a sample is doubted where many do.
            RegionOffset[] parts = [.. said.Offsets.Where(offset => offset.Image == looked)];
            RegionOffset[] shifted = [.. parts.Where(offset => offset.IsShifted)];
            if (shifted.Length >= LeastShifted && shifted.Length * ShiftedOfParts >= parts.Length)
            {
                var surest = shifted.MaxBy(offset => offset.Gain * offset.Confidence)!;
                found.Add(new SampleFinding(
                    FindingKinds.Misplaced,
                    $"{shifted.Length} of {parts.Length} parts would fit elsewhere; {split.Dataset.Classes.Names[surest.Class]} "
                        + $"at {100 * surest.X:0} % across and {100 * surest.Y:0} % down: {PlacementText.Move(surest.Placement)}"));
            }
        }
    }

    private static string Words(Orientation orientation) => orientation switch
    {
        Orientation.FlippedHorizontally => "flipped left to right",
        Orientation.FlippedVertically => "flipped upside down",
        Orientation.Turned180 => "turned by half",
        Orientation.Turned90 => "turned by a quarter clockwise",
        Orientation.Turned270 => "turned by a quarter counterclockwise",
        Orientation.Transposed => "transposed",
        Orientation.Transversed => "transposed about the other diagonal",
        _ => "as they are",
    };
}
