using System.Globalization;
using Panoptes.Dashboard.Filtering;
using Panoptes.Data.Classes;
using Panoptes.Data.Disagreements;
using Panoptes.Data.Findings;
using Panoptes.Data.Indexing;

namespace Panoptes.Dashboard.Browsing.Samples;

/// <summary>A data set as it is browsed: its index, what was found, and what its filters offer.</summary>
internal sealed class BrowsedData
{
    private readonly Dictionary<string, int>[] trainIds;

    /// <summary>Gathers it.</summary>
    /// <param name="index">The samples.</param>
    /// <param name="findings">What was found of each.</param>
    /// <param name="disagreements">How far a model contradicts each; null without one.</param>
    /// <param name="predictions">What that model says; null without one.</param>
    public BrowsedData(
        DataIndex index, IReadOnlyList<IReadOnlyList<SampleFinding>> findings, IReadOnlyList<LabelDisagreement?>? disagreements = null,
        PredictedMaps? predictions = null)
    {
        (Index, Findings, Disagreements, Predictions) = (index, findings, disagreements, predictions);
        trainIds =
        [
            .. index.Splits.Select(split => split.Dataset.Classes.Names.Index().ToDictionary(name => name.Item, name => name.Index)),
        ];
        Splits = [.. index.Samples.CountBy(sample => sample.Split).OrderBy(pair => pair.Key)
            .Select(pair => new Facet(index.Splits[pair.Key].Name, pair.Value))];
        Kinds = [.. findings.SelectMany(found => found.Select(one => one.Kind).Distinct()).CountBy(kind => kind)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new Facet(pair.Key, pair.Value))];
        Sizes = [.. index.Samples.CountBy(SizeOf).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new Facet(pair.Key, pair.Value))];
        var images = index.Samples.SelectMany(sample => sample.Classes.Select(one => ClassesOf(sample).Names[one.TrainId]))
            .CountBy(name => name).ToDictionary();
        Classes = [.. index.Splits.SelectMany(split => split.Dataset.Classes.Names).Distinct()
            .Select(name => new Facet(name, images.GetValueOrDefault(name)))];
    }

    /// <summary>The samples.</summary>
    public DataIndex Index { get; }

    /// <summary>What was found of each sample.</summary>
    public IReadOnlyList<IReadOnlyList<SampleFinding>> Findings { get; }

    /// <summary>How far a model contradicts each sample; null without a model.</summary>
    public IReadOnlyList<LabelDisagreement?>? Disagreements { get; }

    /// <summary>What a model says; null without one.</summary>
    public PredictedMaps? Predictions { get; }

    /// <summary>What else is to be known of the data set, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The splits with their samples.</summary>
    public IReadOnlyList<Facet> Splits { get; }

    /// <summary>The sorts of findings with the samples that have any, the most frequent first.</summary>
    public IReadOnlyList<Facet> Kinds { get; }

    /// <summary>The sizes of images with their samples, the most frequent first.</summary>
    public IReadOnlyList<Facet> Sizes { get; }

    /// <summary>The classes of all splits with the images that have any of it, in the order of the tables.</summary>
    public IReadOnlyList<Facet> Classes { get; }

    /// <summary>The class table of a sample.</summary>
    public ClassTable ClassesOf(IndexedSample sample) => Index.Splits[sample.Split].Dataset.Classes;

    /// <summary>The train id of a class in a sample's table; -1 where the table lacks it.</summary>
    public int TrainId(IndexedSample sample, string name) => trainIds[sample.Split].GetValueOrDefault(name, -1);

    /// <summary>A sample's split and name.</summary>
    public string NameOf(int place) => $"{Index.Splits[Index.Samples[place].Split].Name}/{Index.Samples[place].Name}";

    /// <summary>The size of a sample's image as text.</summary>
    public static string SizeOf(IndexedSample sample) =>
        sample.Width == 0 ? "unread" : string.Create(CultureInfo.InvariantCulture, $"{sample.Width}x{sample.Height}");
}
