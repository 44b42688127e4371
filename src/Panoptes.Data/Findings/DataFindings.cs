using System.Globalization;
using Panoptes.Data.Copies;
using Panoptes.Data.Disagreements;
using Panoptes.Data.Indexing;

namespace Panoptes.Data.Findings;

/// <summary>What is to be known of the samples of an index: their own faults, copies, and what only the whole data set shows.</summary>
public static class DataFindings
{
    /// <summary>Finds it.</summary>
    /// <param name="index">The index.</param>
    /// <param name="limits">What counts.</param>
    /// <param name="compared">What a model says of each sample; null without one.</param>
    /// <returns>The findings of each sample.</returns>
    public static IReadOnlyList<SampleFinding>[] Of(
        DataIndex index, FindingLimits limits, IReadOnlyList<(LabelDisagreement? Found, string? Fault)>? compared = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(limits);
        limits.Validate();
        var found = new List<SampleFinding>[index.Samples.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = [.. index.Samples[i].Faults.Select(fault => new SampleFinding(fault.Kind, fault.Message))];
            if (index.Samples[i] is { VoidShare: { } share, Classes.Count: > 0 } && share >= limits.Void)
            {
                found[i].Add(new SampleFinding(FindingKinds.Void, $"{Percent(share)} of the labels are void"));
            }

            if (compared is not null)
            {
                AddOpinion(index, i, compared[i], limits, found[i]);
            }
        }

        AddCopies(index, limits, found);
        AddLoneClasses(index, found);
        return [.. found];
    }

    private static void AddOpinion(
        DataIndex index, int place, (LabelDisagreement? Found, string? Fault) compared, FindingLimits limits, List<SampleFinding> found)
    {
        if (compared.Fault is { } fault)
        {
            found.Add(new SampleFinding(FindingKinds.NoPrediction, fault));
        }
        else if (compared.Found is null && index.Samples[place].Classes.Count > 0)
        {
            found.Add(new SampleFinding(FindingKinds.NoPrediction, "no predicted map of it"));
        }
        else if (compared.Found is { } said && said.Share >= limits.Disagreement)
        {
            var names = index.Splits[index.Samples[place].Split].Dataset.Classes.Names;
            var where = said.Region is not { } box ? "" : string.Create(
                CultureInfo.InvariantCulture,
                $"; most at {box.Left},{box.Top} to {box.Right},{box.Bottom}: {names[said.Labeled]} labeled, ")
                + $"{names[said.Predicted]} predicted";
            found.Add(new SampleFinding(FindingKinds.Disagreement, $"{Percent(said.Share)} of the labeled pixels{where}"));
        }
    }

    private static void AddCopies(DataIndex index, FindingLimits limits, List<SampleFinding>[] found)
    {
        var samples = index.Samples;
        int[] splits = [.. samples.Select(sample => sample.Split)];
        var same = CopyFinder.Find([.. samples.Select(sample => sample.Content)], splits, 0);
        var near = CopyFinder.Find([.. samples.Select(sample => sample.Look)], splits, limits.NearBits);
        for (var i = 0; i < found.Length; i++)
        {
            Add(found[i], FindingKinds.Leak, FindingKinds.NearLeak, same[i].Elsewhere, near[i].Elsewhere);
            Add(found[i], FindingKinds.Copy, FindingKinds.NearCopy, same[i].Here, near[i].Here);
        }

        void Add(List<SampleFinding> to, string kind, string nearKind, Copy? twin, Copy? like)
        {
            if (twin is { } copy)
            {
                to.Add(new SampleFinding(kind, $"the same bytes as {Name(copy.Picture)}", copy.Picture));
            }
            else if (like is { } one)
            {
                to.Add(new SampleFinding(
                    nearKind, $"looks like {Name(one.Picture)} (differs in {one.Distance} of {PictureHash.Bits} bits)", one.Picture));
            }
        }

        string Name(int place) => $"{index.Splits[samples[place].Split].Name}/{samples[place].Name}";
    }

    private static void AddLoneClasses(DataIndex index, List<SampleFinding>[] found)
    {
        var labeled = index.Samples.Where(sample => sample.Labeled > 0).Select(sample => sample.Split).Distinct().Count();
        if (labeled < 2)
        {
            return;
        }

        var splitOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var sample in index.Samples)
        {
            foreach (var name in Names(sample))
            {
                splitOf[name] = splitOf.TryGetValue(name, out var split) && split != sample.Split ? -1 : sample.Split;
            }
        }

        for (var i = 0; i < found.Length; i++)
        {
            var sample = index.Samples[i];
            found[i].AddRange(Names(sample).Where(name => splitOf[name] >= 0).Select(name => new SampleFinding(
                FindingKinds.OneSplit, $"{name} occurs in {index.Splits[sample.Split].Name} alone")));
        }

        IEnumerable<string> Names(IndexedSample sample) =>
            sample.Classes.Select(one => index.Splits[sample.Split].Dataset.Classes.Names[one.TrainId]);
    }

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
