using System.CommandLine;
using Panoptes.Data.Classes;
using Panoptes.Formats.Files;
using Panoptes.Foundation;
using Panoptes.Metrics.Instances;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Scoring;
using Panoptes.Metrics.Unsupervised;

namespace Panoptes.Cli.Verbs;

/// <summary>One kind of scoring: its options, and how a prediction is scored by them.</summary>
/// <param name="Name">The word after <c>score</c>.</param>
/// <param name="Description">What it does.</param>
/// <param name="Examples">Command lines.</param>
/// <param name="Options">Its options, those of the prediction and of the results apart.</param>
/// <param name="Score">Scores a prediction, given its PNG folder (or null) and how it is worked on.</param>
internal sealed record ScoreKind(
    string Name, string Description, string[] Examples, IReadOnlyList<Option> Options,
    Func<ParseResult, string, string?, ScoreWork, ScoreReport> Score)
{
    /// <summary>Whether its page has pictures.</summary>
    public bool HasPictures => Name != "clusters";

    /// <summary>Scores a prediction on at least one image.</summary>
    /// <exception cref="InputException">The ground truth has no image.</exception>
    public ScoreReport Report(ParseResult parsed, string prediction, string? folder, ScoreWork work)
    {
        var report = Score(parsed, prediction, folder, work);
        return report.Resampling.Images.Count > 0 ? report : throw new InputException(
            report.Inputs.FirstOrDefault(input => input.Role.StartsWith("gt", StringComparison.Ordinal))?.Path ?? prediction, "no image",
            "at least one", "check the file");
    }

    /// <summary>All kinds, on one set of options.</summary>
    public static IReadOnlyList<ScoreKind> All(ScoreOptions o) =>
    [
        new(
            "panoptic",
            "Panoptic quality of COCO panoptic files or Cityscapes' layout, with thing-pixel accuracy and the confusion curve.",
            [
                "./panoptes score panoptic --gt gt.json --gt-dir gt --pred pred.json --pred-dir pred --ci 95 --html page.html",
                "./panoptes score panoptic --cityscapes gtFine --pred results/panoptic",
            ],
            [o.Truth, o.TruthFolder, o.Cityscapes, o.VoidRule, o.AllCrowds, o.Rules],
            (parsed, prediction, folder, work) => Panoptic(o, parsed, prediction, folder, work)),
        new(
            "instances",
            "Average precision of COCO results (masks, boxes or boundaries) or of Cityscapes' instance files.",
            ["./panoptes score instances --gt instances.json --pred results.json --segm", "./panoptes score instances --cityscapes gtFine "
                + "--pred results/instance"],
            [o.Truth, o.Cityscapes, o.Segm, o.Box, o.Boundary, o.Rules],
            (parsed, prediction, _, work) => Instances(o, parsed, prediction, work)),
        new(
            "semantic",
            "mIoU and its kin of folders of label maps, or Cityscapes' pixel level with iIoU.",
            ["./panoptes score semantic --gt labels --pred predicted --classes classes.json", "./panoptes score semantic --cityscapes "
                + "gtFine --pred results/pixel"],
            [o.Truth, o.Cityscapes, o.Classes, o.TrainIds, o.RawPredictions, o.ReduceZero, o.Convention, o.Rules],
            (parsed, prediction, _, work) => Semantic(o, parsed, prediction, work)),
        new(
            "clusters",
            "The unsupervised protocol: cluster ids are assigned to classes, then scored. Files *_semantic.png and *_instance.png; 255 "
                + "is void.",
            ["./panoptes score clusters --gt gt --pred pred --classes classes.json --clusters 27", "./panoptes score clusters --gt gt "
                + "--pred pred --classes classes.json --clusters 54 --thing-clusters 0,3,5 --one-to-one"],
            [o.Truth, o.Classes, o.Clusters, o.ThingClusters, o.OneToOne, o.NoMatching],
            (parsed, prediction, _, work) => Clusters(o, parsed, prediction, work)),
    ];

    /// <summary>The kind that a prediction most likely is, by what it looks like.</summary>
    public static string Guess(ScoreOptions o, ParseResult parsed, string prediction)
    {
        if (parsed.GetValue(o.Clusters) > 0)
        {
            return "clusters";
        }

        if (File.Exists(prediction))
        {
            using var reader = new StreamReader(prediction);
            int letter;
            do
            {
                letter = reader.Read();
            }
            while (letter >= 0 && char.IsWhiteSpace((char)letter));
            return letter == '[' ? "instances" : "panoptic";
        }

        return !Directory.Exists(prediction)
            ? throw new InputException(prediction, "no such file or folder", "predictions", "check the path")
            : ListedFiles.WithEnding(prediction, "_pred.txt").Any() ? "instances"
            : Directory.EnumerateFiles(prediction, "*panoptic*.json").Any() ? "panoptic"
            : "semantic";
    }

    private static (string Path, bool IsCityscapes) TruthOf(ScoreOptions o, ParseResult parsed) =>
        (parsed.GetValue(o.Truth), parsed.GetValue(o.Cityscapes)) switch
        {
            ({ } path, null) => (path, false),
            (null, { } path) => (path, true),
            (null, null) => throw new InputException("score", "no ground truth", "--gt or --cityscapes", "give one of them"),
            _ => throw new InputException("score", "--gt and --cityscapes", "one of them", "leave one out"),
        };

    private static ScoreReport Panoptic(ScoreOptions o, ParseResult parsed, string prediction, string? folder, ScoreWork work)
    {
        var (path, isCityscapes) = TruthOf(o, parsed);
        var inputs = isCityscapes
            ? PanopticInputs.OfCityscapes(path, prediction)
            : new PanopticInputs(path, parsed.GetValue(o.TruthFolder), prediction, folder);
        return PanopticScorer.Score(inputs, new PanopticOptions
        {
            VoidRule = parsed.GetValue(o.VoidRule),
            Rules = parsed.GetValue(o.Rules),
            CrowdRule = parsed.GetValue(o.AllCrowds) ? CrowdRule.AllOfCategory : CrowdRule.LastOfCategory,
            Threads = work.Threads,
            Progress = work.Progress,
        });
    }

    private static ScoreReport Instances(ScoreOptions o, ParseResult parsed, string prediction, ScoreWork work)
    {
        if (new[] { o.Segm, o.Box, o.Boundary }.Count(parsed.GetValue) > 1)
        {
            throw new InputException("score instances", "several of --segm, --bbox, --boundary", "one of them", "run it once for each");
        }

        var (path, isCityscapes) = TruthOf(o, parsed);
        return isCityscapes
            ? CityscapesScorer.ScoreInstances(path, prediction, work.Threads, parsed.GetValue(o.Rules), work.Progress)
            : InstanceScorer.Score(path, prediction, new InstanceOptions
            {
                Overlap = parsed.GetValue(o.Box) ? OverlapKind.Box : parsed.GetValue(o.Boundary) ? OverlapKind.Boundary : OverlapKind.Mask,
                Rules = parsed.GetValue(o.Rules),
                Threads = work.Threads,
                Progress = work.Progress,
            });
    }

    private static ScoreReport Semantic(ScoreOptions o, ParseResult parsed, string prediction, ScoreWork work)
    {
        var (path, isCityscapes) = TruthOf(o, parsed);
        if (isCityscapes)
        {
            return CityscapesScorer.ScorePixels(path, prediction, work.Threads, parsed.GetValue(o.Rules), work.Progress);
        }

        var table = Table(o, parsed, path);
        return SemanticScorer.Score(path, prediction, table.Names, o.Reading(parsed, table) with
        {
            Convention = parsed.GetValue(o.Convention),
            Rules = parsed.GetValue(o.Rules),
            Threads = work.Threads,
            Progress = work.Progress,
        }, [.. table.Palette]);
    }

    private static ScoreReport Clusters(ScoreOptions o, ParseResult parsed, string prediction, ScoreWork work)
    {
        var path = parsed.GetValue(o.Truth) ?? throw new InputException("score clusters", "no ground truth", "--gt", "give the folder");
        var count = parsed.GetValue(o.Clusters);
        var table = Table(o, parsed, path);
        var things = parsed.GetValue(
            o.ThingClusters)?.Split(',').Select(word => int.TryParse(word, out var k) ? k : throw new InputException(
                "--thing-clusters", $"\"{word}\"", "cluster numbers with commas between", "give 0,3,5, say")).ToArray();
        var known = Enumerable.Range(0, table.Count).ToArray();
        return ClusterScorer.Score(path, prediction, table.Names, new UnsupervisedOptions
        {
            Things = [.. known.Where(c => table[c].IsThing)],
            StuffClasses = [.. known.Where(c => !table[c].IsThing)],
            Clusters = count,
            ThingPrototypes = things,
            StuffPrototypes = things is null ? null : [.. Enumerable.Range(0, Math.Max(0, count)).Except(things)],
            OneToOne = parsed.GetValue(o.OneToOne),
            DisableMatching = parsed.GetValue(o.NoMatching),
        }, work.Threads, work.Progress);
    }

    private static ClassTable Table(ScoreOptions o, ParseResult parsed, string root) =>
        ClassTableFile.Find(
            parsed.GetValue(o.Classes) ?? throw new InputException("score", "no classes", "--classes", "give the class table"), root);
}
