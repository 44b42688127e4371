using System.CommandLine;
using Panoptes.Data;
using Panoptes.Foundation;
using Panoptes.Metrics;

namespace Panoptes.Cli;

/// <summary>One kind of scoring: its options, and how a prediction is scored by them.</summary>
internal abstract class ScoreKind(string name, string description, params string[] examples)
{
    /// <summary>The word after <c>score</c>.</summary>
    public string Name => name;

    /// <summary>What it does.</summary>
    public string Description => description;

    /// <summary>Command lines.</summary>
    public string[] Examples => examples;

    /// <summary>Options of this kind, without --pred.</summary>
    public abstract IEnumerable<Option> Options { get; }

    /// <summary>Scores one prediction.</summary>
    public abstract ScoreReport Score(ParseResult parsed, string prediction, string? predictionFolder, int threads);

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<ScoreKind> All() => [new PanopticKind(), new InstanceKind(), new SemanticKind(), new ClusterKind()];

    /// <summary>The ground truth: one of two options.</summary>
    protected static (string Path, bool IsCityscapes) Truth(ParseResult parsed, Option<string?> truth, Option<string?> cityscapes) =>
        (parsed.GetValue(truth), parsed.GetValue(cityscapes)) switch
        {
            ({ } path, null) => (path, false),
            (null, { } path) => (path, true),
            _ => throw new InputException("score", "no ground truth, or two", "either --gt or --cityscapes", "give one of them"),
        };

    /// <summary>The option for ground truth.</summary>
    protected static Option<string?> TruthOption(string description) => new("--gt") { Description = description, HelpName = "PATH" };

    /// <summary>The option for Cityscapes' layout.</summary>
    protected static Option<string?> CityscapesOption() => new("--cityscapes") { Description = "Ground truth in Cityscapes' layout: gtFine or one of its splits.", HelpName = "DIR" };

    /// <summary>The option for class tables.</summary>
    protected static Option<string> ClassesOption() => new("--classes")
    {
        Description = $"The classes: a class table's JSON file, or one of {string.Join(", ", BuiltInClassTables.Names)}.",
        HelpName = "FILE",
    };

    private sealed class PanopticKind() : ScoreKind(
        "panoptic",
        "Panoptic quality of COCO panoptic files or Cityscapes' layout, with thing-pixel accuracy and the confusion curve.",
        "./panoptes score panoptic --gt gt.json --gt-dir gt --pred pred.json --pred-dir pred --ci 95 --html page.html",
        "./panoptes score panoptic --cityscapes gtFine --pred results/panoptic")
    {
        private readonly Option<string?> truth = TruthOption("Ground-truth panoptic JSON.");
        private readonly Option<string?> truthFolder = new("--gt-dir") { Description = "Its PNGs; the folder named like the JSON where left out.", HelpName = "DIR" };
        private readonly Option<string?> cityscapes = CityscapesOption();
        private readonly Option<VoidRule> voidRule = new("--void-rule") { Description = "official (panopticapi) or torchmetrics.", DefaultValueFactory = _ => VoidRule.Official };
        private readonly Option<bool> allCrowds = new("--all-crowds") { Description = "Forgive on all crowds of a class, not on the last listed one alone." };

        public override IEnumerable<Option> Options => [truth, truthFolder, cityscapes, voidRule, allCrowds];

        public override ScoreReport Score(ParseResult parsed, string prediction, string? predictionFolder, int threads)
        {
            var (path, isCityscapes) = Truth(parsed, truth, cityscapes);
            var inputs = isCityscapes ? PanopticInputs.OfCityscapes(path, prediction) : new PanopticInputs(path, parsed.GetValue(truthFolder), prediction, predictionFolder);
            return PanopticScorer.Score(inputs, new PanopticOptions
            {
                VoidRule = parsed.GetValue(voidRule),
                CrowdRule = parsed.GetValue(allCrowds) ? CrowdRule.AllOfCategory : CrowdRule.LastOfCategory,
                Threads = threads,
            });
        }
    }

    private sealed class InstanceKind() : ScoreKind(
        "instances",
        "Average precision of COCO results (masks, boxes or boundaries) or of Cityscapes' instance files.",
        "./panoptes score instances --gt instances.json --pred results.json --segm",
        "./panoptes score instances --cityscapes gtFine --pred results/instance")
    {
        private readonly Option<string?> truth = TruthOption("Ground-truth COCO instances JSON.");
        private readonly Option<string?> cityscapes = CityscapesOption();
        private readonly Option<bool> segm = new("--segm") { Description = "Overlaps of masks (default)." };
        private readonly Option<bool> bbox = new("--bbox") { Description = "Overlaps of boxes." };
        private readonly Option<bool> boundary = new("--boundary") { Description = "The lesser of mask and boundary IoU." };

        public override IEnumerable<Option> Options => [truth, cityscapes, segm, bbox, boundary];

        public override ScoreReport Score(ParseResult parsed, string prediction, string? predictionFolder, int threads)
        {
            var (path, isCityscapes) = Truth(parsed, truth, cityscapes);
            if (new[] { segm, bbox, boundary }.Count(parsed.GetValue) > 1)
            {
                throw new InputException("score instances", "several of --segm, --bbox, --boundary", "one of them", "run it once for each");
            }

            return isCityscapes ? CityscapesScorer.ScoreInstances(path, prediction, threads) : InstanceScorer.Score(path, prediction, new InstanceOptions
            {
                Overlap = parsed.GetValue(bbox) ? OverlapKind.Box : parsed.GetValue(boundary) ? OverlapKind.Boundary : OverlapKind.Mask,
                Threads = threads,
            });
        }
    }

    private sealed class SemanticKind() : ScoreKind(
        "semantic",
        "mIoU and its kin of folders of label maps, or Cityscapes' pixel level with iIoU.",
        "./panoptes score semantic --gt labels --pred predicted --classes classes.json",
        "./panoptes score semantic --cityscapes gtFine --pred results/pixel")
    {
        private readonly Option<string?> truth = TruthOption("Folder of ground-truth label PNGs.");
        private readonly Option<string?> cityscapes = CityscapesOption();
        private readonly Option<string> classes = ClassesOption();
        private readonly Option<bool> trainIds = new("--train-ids") { Description = "The ground truth holds train ids already." };
        private readonly Option<bool> rawPredictions = new("--raw-predictions") { Description = "The predictions hold the table's raw ids; else train ids." };
        private readonly Option<bool> reduceZero = new("--reduce-zero-label") { Description = "Ground-truth value 0 is ignored and the rest move down by one." };
        private readonly Option<SemanticConvention> convention = new("--convention") { Description = "Whose averaging: MmSegmentation, MmSegmentation011 or Detectron2.", DefaultValueFactory = _ => SemanticConvention.MmSegmentation };

        public override IEnumerable<Option> Options => [truth, cityscapes, classes, trainIds, rawPredictions, reduceZero, convention];

        public override ScoreReport Score(ParseResult parsed, string prediction, string? predictionFolder, int threads)
        {
            var (path, isCityscapes) = Truth(parsed, truth, cityscapes);
            if (isCityscapes)
            {
                return CityscapesScorer.ScorePixels(path, prediction, threads);
            }

            var table = ClassTableFile.Find(parsed.GetValue(classes) ?? throw new InputException("score semantic", "no classes", "--classes", "give the class table"), path);
            var ids = table.Entries.ToDictionary(e => e.RawId, e => e.TrainId);
            return SemanticScorer.Score(path, prediction, table.Names, new SemanticOptions
            {
                IgnoreIndex = table.VoidTrainId,
                TruthClasses = parsed.GetValue(trainIds) ? null : ids,
                PredictionClasses = parsed.GetValue(rawPredictions) ? ids : null,
                ReduceZeroLabel = parsed.GetValue(reduceZero),
                Convention = parsed.GetValue(convention),
                Threads = threads,
            });
        }
    }

    private sealed class ClusterKind() : ScoreKind(
        "clusters",
        "The unsupervised protocol: cluster ids are assigned to classes, then scored. Files *_semantic.png and *_instance.png; 255 is void.",
        "./panoptes score clusters --gt gt --pred pred --classes classes.json --clusters 27",
        "./panoptes score clusters --gt gt --pred pred --classes classes.json --clusters 54 --thing-clusters 0,3,5 --one-to-one")
    {
        private readonly Option<string> truth = new("--gt") { Description = "Folder of ground truth.", Required = true, HelpName = "DIR" };
        private readonly Option<string> classes = ClassesOption();
        private readonly Option<int> clusters = new("--clusters") { Description = "How many clusters there are.", Required = true, HelpName = "N" };
        private readonly Option<string?> things = new("--thing-clusters") { Description = "Clusters of things, comma-separated: things and stuff are then matched apart.", HelpName = "LIST" };
        private readonly Option<bool> oneToOne = new("--one-to-one") { Description = "Clusters left over become void; else each goes to its best class." };
        private readonly Option<bool> noMatching = new("--no-matching") { Description = "Cluster ids are class ids already." };

        public override IEnumerable<Option> Options => [truth, classes, clusters, things, oneToOne, noMatching];

        public override ScoreReport Score(ParseResult parsed, string prediction, string? predictionFolder, int threads)
        {
            var path = parsed.GetRequiredValue(truth);
            var table = ClassTableFile.Find(parsed.GetValue(classes) ?? throw new InputException("score clusters", "no classes", "--classes", "give the class table"), path);
            var count = parsed.GetValue(clusters);
            var ofThings = parsed.GetValue(things)?.Split(',').Select(word => int.TryParse(word, out var k) ? k : throw new InputException("--thing-clusters", $"\"{word}\"", "cluster numbers with commas between", "give 0,3,5, say")).ToArray();
            var known = Enumerable.Range(0, table.Count);
            return ClusterScorer.Score(path, prediction, table.Names, new UnsupervisedOptions
            {
                Things = [.. known.Where(c => table[c].IsThing)],
                Stuffs = [.. known.Where(c => !table[c].IsThing)],
                Clusters = count,
                ThingPrototypes = ofThings,
                StuffPrototypes = ofThings is null ? null : [.. Enumerable.Range(0, Math.Max(0, count)).Except(ofThings)],
                OneToOne = parsed.GetValue(oneToOne),
                DisableMatching = parsed.GetValue(noMatching),
            }, threads);
        }
    }
}
