using System.CommandLine;
using Panoptes.Data.Classes;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Rules;
using Panoptes.Metrics.Semantic;

namespace Panoptes.Cli.Verbs;

/// <summary>Options that say what is scored and how; one object for every verb, so that kinds can share names.</summary>
internal sealed class ScoreOptions
{
    public Option<string?> Truth { get; } =
        new("--gt") { Description = "Ground truth: a JSON file, or a folder of PNGs.", HelpName = "PATH" };

    public Option<string?> TruthFolder { get; } =
        new("--gt-dir") { Description = "PNGs of a panoptic --gt; the folder named like the JSON where left out.", HelpName = "DIR" };

    public Option<string?> Cityscapes { get; } =
        new("--cityscapes") { Description = "Ground truth in Cityscapes' layout instead: gtFine or one of its splits.", HelpName = "DIR" };

    public Option<VoidRule> VoidRule { get; } = new("--void-rule")
    {
        Description = "official (panopticapi) or torchmetrics.",
        DefaultValueFactory = _ => Metrics.Panoptic.VoidRule.Official,
    };

    public Option<ScoringRules> Rules { get; } = new("--rules")
    {
        Description = "published, or corrected of the known traps (docs/scoring.md).",
        HelpName = "WHOSE",
        DefaultValueFactory = _ => ScoringRules.Published,
    };

    public Option<bool> AllCrowds { get; } =
        new("--all-crowds") { Description = "Forgive on all crowds of a class, not on the last listed one alone." };

    public Option<bool> Segm { get; } = new("--segm") { Description = "Overlaps of masks (default)." };

    public Option<bool> Box { get; } = new("--bbox") { Description = "Overlaps of boxes." };

    public Option<bool> Boundary { get; } = new("--boundary") { Description = "The lesser of mask and boundary IoU." };

    public Option<string?> Classes { get; } = new("--classes")
    {
        Description = $"The classes: a class table's JSON file, or one of {string.Join(", ", BuiltInClassTables.Names)}.",
        HelpName = "FILE",
    };

    public Option<bool> TrainIds { get; } = new("--train-ids") { Description = "The ground truth holds train ids already." };

    public Option<bool> RawPredictions { get; } =
        new("--raw-predictions") { Description = "The predictions hold the table's raw ids; else train ids." };

    public Option<bool> ReduceZero { get; } =
        new("--reduce-zero-label") { Description = "Ground-truth value 0 is ignored and the rest move down by one." };

    public Option<SemanticConvention> Convention { get; } = new("--convention")
    {
        Description = "Whose averaging: MmSegmentation, MmSegmentation011 or Detectron2.",
        DefaultValueFactory = _ => SemanticConvention.MmSegmentation,
    };

    public Option<int> Clusters { get; } = new("--clusters") { Description = "How many clusters there are.", HelpName = "N" };

    public Option<string?> ThingClusters { get; } = new("--thing-clusters")
    {
        Description = "Clusters of things, comma-separated: things and stuff are then matched apart.",
        HelpName = "LIST",
    };

    public Option<bool> OneToOne { get; } =
        new("--one-to-one") { Description = "Clusters left over become void; else each goes to its best class." };

    public Option<bool> NoMatching { get; } = new("--no-matching") { Description = "Cluster ids are class ids already." };

    /// <summary>How the values of label maps become the classes of a table.</summary>
    public SemanticOptions Reading(ParseResult parsed, ClassTable table)
    {
        var ids = table.Entries.ToDictionary(entry => entry.RawId, entry => entry.TrainId);
        return new SemanticOptions
        {
            IgnoreIndex = table.VoidTrainId,
            TruthClasses = parsed.GetValue(TrainIds) ? null : ids,
            PredictionClasses = parsed.GetValue(RawPredictions) ? ids : null,
            ReduceZeroLabel = parsed.GetValue(ReduceZero),
        };
    }
}
