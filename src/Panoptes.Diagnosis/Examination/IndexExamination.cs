using Panoptes.Data.Findings;
using Panoptes.Data.Indexing;
using Panoptes.Data.Samples;
using Panoptes.Data.Splits;
using Panoptes.Diagnosis.Labels;
using Panoptes.Diagnosis.Offsets;
using Panoptes.Foundation;

namespace Panoptes.Diagnosis.Examination;

/// <summary>What the doctor says of the samples of an index: a few of each split, drawn at random, and the split as a whole.</summary>
/// <param name="Findings">What was found of each sample.</param>
/// <param name="Notes">The verdict on each split, one line each.</param>
public sealed record IndexExamination(IReadOnlyList<IReadOnlyList<SampleFinding>> Findings, IReadOnlyList<string> Notes)
{
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
            int[] whole = [.. Enumerable.Range(0, findings.Length).Where(at => index.Samples[at].Split == place && IsWhole(index.Samples[at]))];
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

            RegionOffset[] shifted = [.. said.Offsets.Where(offset => offset.Image == looked && offset.IsShifted)];
            if (shifted.Length > 0)
            {
                var surest = shifted.MaxBy(offset => offset.Gain * offset.Confidence)!;
                found.Add(new SampleFinding(
                    FindingKinds.Misplaced,
                    $"{shifted.Length} {(shifted.Length == 1 ? "part" : "parts")} would fit elsewhere; {split.Dataset.Classes.Names[surest.Class]} "
                        + $"at {100 * surest.X:0} % across and {100 * surest.Y:0} % down: {PlacementText.Move(surest.Placement)}"));
            }
        }
    }

    private static string Words(Placements.Orientation orientation) => orientation switch
    {
        Placements.Orientation.FlippedHorizontally => "flipped left to right",
        Placements.Orientation.FlippedVertically => "flipped upside down",
        Placements.Orientation.Turned180 => "turned by half",
        Placements.Orientation.Turned90 => "turned by a quarter clockwise",
        Placements.Orientation.Turned270 => "turned by a quarter counterclockwise",
        Placements.Orientation.Transposed => "transposed",
        Placements.Orientation.Transversed => "transposed about the other diagonal",
        _ => "as they are",
    };
}
