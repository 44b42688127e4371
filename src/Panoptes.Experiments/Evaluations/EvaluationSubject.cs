using Panoptes.Data.Samples;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Streams;

namespace Panoptes.Experiments.Evaluations;

/// <summary>What an evaluation measures, and what its result is called.</summary>
/// <param name="Name">What the result is kept as: the split, with what sets it apart from the run's own evaluation of it.</param>
/// <param name="Split">The split's name.</param>
/// <param name="Dataset">Its samples.</param>
/// <param name="Row">Its inventory.</param>
internal sealed record EvaluationSubject(string Name, string Split, IDataset Dataset, SplitRow Row)
{
    /// <summary>What should be known of the result, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The same for the network that teaches the run's model.</summary>
    public EvaluationSubject OfTeacher() => this with { Name = $"{Name}+teacher" };

    /// <summary>
    /// The name of a result: <c>test</c> for the protocol and the best weights of the run itself, so that another protocol, other weights
    /// or other data never replace it: <c>test+scales-0.75-1+flip</c>, <c>test+fog-3</c>.
    /// </summary>
    /// <param name="split">The split's name.</param>
    /// <param name="own">The run's configuration.</param>
    /// <param name="now">The configuration measured with.</param>
    /// <param name="weights">Which weights: <c>best</c>, <c>last</c>, or a file.</param>
    /// <param name="otherFiles">The inventory where it is not the one that the run's folder tells of the split; else null.</param>
    public static string NameOf(string split, RunConfig own, RunConfig now, string weights, string? otherFiles)
    {
        var (before, present) = (own.Train.Evaluation, now.Train.Evaluation);
        List<string> apart = [split];
        void Add(bool differs, string text) => apart.AddRange(differs ? [text] : []);
        Add(before.Mode != present.Mode || Passage(before) != Passage(present), Passage(present));
        Add(!before.Size.SequenceEqual(present.Size), present.Size.Count == 0 ? "native-size" : $"size-{Text(present.Size, "x")}");
        Add(
            (before.ShortSide, before.LongSideMax) != (present.ShortSide, present.LongSideMax),
            present.ShortSide is null ? "native-side" : $"short-{present.ShortSide}{(present.LongSideMax is { } most ? $"-{most}" : "")}");
        Add(!before.Scales.SequenceEqual(present.Scales), $"scales-{Text(present.Scales, "-")}");
        Add(before.Flip != present.Flip, present.Flip ? "flip" : "no-flip");
        Add(
            !before.Kinds.SequenceEqual(present.Kinds), present.Kinds.Count == 0 ? "kind-of-task" : $"kinds-{Text(present.Kinds, "-")}");
        Add(Others(own) != Others(now), $"other-{StableHash.Of<char>(Others(now)):x16}"[..14]);
        Add(before.Domain != present.Domain, $"domain-{present.Domain ?? SampleStream.Labeled}");
        Add(own.Train.Precision != now.Train.Precision, now.Train.Precision.ToString().ToLowerInvariant());
        Add(!MeansAndStds(own).SequenceEqual(MeansAndStds(now)), "other-normalization");
        var (clean, spoiled) = (own.Data.Corruption.Label, now.Data.Corruption.Label);
        Add(clean != spoiled, spoiled.Length == 0 ? "no-corruption" : spoiled);
        Add(weights != "best", Path.GetFileNameWithoutExtension(weights));
        Add(
            before.Network != present.Network && present.Network != EvaluatedNetwork.Both,
            present.Network.ToString().ToLowerInvariant());
        Add(otherFiles is not null, $"data-{otherFiles?[..8]}");
        return string.Join('+', apart);
    }

    // Settings that change the numbers and are too many for a name.
    private static string Others(RunConfig config) => ConfigWriter.ToCanonicalJson(new OtherSettings(
        config.Task, config.Model, config.Train.Evaluation.Panoptic, config.Train.Evaluation.MaxDetections,
        config.Train.Evaluation.Matching, config.Data.Classes, config.Data.ReduceZeroLabel));

    private static string Passage(EvaluationConfig config) => config.Mode switch
    {
        EvaluationMode.Slide => $"slide-{Text(config.Window, "x")}-{Text(config.Stride, "x")}",
        EvaluationMode.Cover => $"cover-{Text(config.Window, "x")}",
        _ => "whole",
    };

    private static IEnumerable<double> MeansAndStds(RunConfig config) => config.Augmentation.Mean.Concat(config.Augmentation.Std);

    private static string Text<T>(IEnumerable<T> values, string between) =>
        string.Join(between, values.Select(value => FormattableString.Invariant($"{value}")));

    private sealed record OtherSettings(
        SegmentationTask? Task, ModelConfig Model, PanopticOptions Panoptic, int MaxDetections, ClusterMatching Matching, string? Classes,
        bool ReduceZeroLabel);
}
