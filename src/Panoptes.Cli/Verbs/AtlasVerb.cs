using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Data.Classes;
using Panoptes.Foundation;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Photographs;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Cli.Verbs;

/// <summary><c>atlas</c>: where predictions are wrong.</summary>
internal static class AtlasVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create() => new(
        "atlas",
        "Shows where predictions are wrong: missed, invented, confused, merged, split and badly bounded segments by class, size and place.")
    {
        Semantic(),
        Panoptic(),
        Instances(),
        AtlasRunVerb.Create(),
    };

    private static Verb Semantic()
    {
        var (truth, predictions) = (Truth("A folder of ground-truth label PNGs."), Predictions("A folder of predicted ones."));
        var options = new ScoreOptions();
        var cityscapes = Cityscapes("gtFine or one of its splits", "one PNG of label ids a frame");
        return Kind(
            new Verb(
                "semantic", "Of label maps, where connected regions of a class stand for segments.",
                "./panoptes atlas semantic labels predicted --classes classes.json --images photos --out atlas",
                "./panoptes atlas semantic gtFine results/pixel --cityscapes --images leftImg8bit --out atlas")
            {
                truth, predictions, options.Classes, options.TrainIds, options.RawPredictions, options.ReduceZero, cityscapes,
            },
            (_, parsed) =>
            {
                var (root, predicted) = (parsed.GetRequiredValue(truth), parsed.GetRequiredValue(predictions));
                if (parsed.GetValue(cityscapes))
                {
                    return SemanticFrames.OfCityscapes(root, predicted);
                }

                var table = ClassTableFile.Find(
                    parsed.GetValue(options.Classes) ?? throw new InputException(
                        "atlas semantic", "no classes", "--classes or --cityscapes", "give the class table"), root);
                return SemanticFrames.OfFolders(
                    root, predicted,
                    [.. Enumerable.Range(0, table.Count).Select(id => new AtlasClass(table[id].RawId, table[id].Name, table[id].Color))],
                    options.Reading(parsed, table));
            });
    }

    private static Verb Panoptic()
    {
        var (truth, predictions) = (
            Truth("A COCO panoptic JSON, or a folder with one, such as Cityscapes' gtFine."), Predictions("Another one of predictions."));
        var truthFolder = Folder("--gt-dir", "PNGs of TRUTH; the folder named like the JSON where left out.");
        var predictionFolder = Folder("--pred-dir", "PNGs of PREDICTIONS likewise.");
        return Kind(
            new Verb(
                "panoptic", "Of COCO panoptic files.",
                "./panoptes atlas panoptic gt.json predictions/panoptic.json --images photos --out atlas")
            {
                truth, predictions, truthFolder, predictionFolder,
            },
            (_, parsed) =>
            {
                var found = PanopticInputs.OfCityscapes(parsed.GetRequiredValue(truth), parsed.GetRequiredValue(predictions));
                return new PanopticFrames(found with
                {
                    TruthFolder = parsed.GetValue(truthFolder),
                    PredictionFolder = parsed.GetValue(predictionFolder),
                });
            });
    }

    private static Verb Instances()
    {
        var (truth, predictions) = (Truth("A COCO instances JSON."), Predictions("A COCO results JSON with masks."));
        var score = new Option<double?>("--score")
        {
            Description = "Detections of a lower score are left out; each class's best score by F1 where left out.",
            HelpName = "SCORE",
        };
        var cityscapes = Cityscapes("gtFine or one of its splits", "one text file a frame that lists masks");
        return Kind(
            new Verb(
                "instances", "Of COCO results or Cityscapes' instance files, with curves of precision, F1 and calibration.",
                "./panoptes atlas instances instances.json results.json --images val2017 --out atlas",
                "./panoptes atlas instances gtFine results/instance --cityscapes --images leftImg8bit --out atlas")
            {
                truth, predictions, score, cityscapes,
            },
            (arguments, parsed) =>
            {
                var (given, found) = (parsed.GetRequiredValue(truth), parsed.GetRequiredValue(predictions));
                return parsed.GetValue(cityscapes)
                    ? CityscapesInstanceFrames.Open(given, found, parsed.GetValue(score), arguments.Threads(parsed))
                    : InstanceFrames.Open(given, found, parsed.GetValue(score), arguments.Threads(parsed));
            });
    }

    private static Option<bool> Cityscapes(string truth, string predictions) => new("--cityscapes")
    {
        Description = $"TRUTH is in Cityscapes' layout: {truth}; PREDICTIONS is a folder of its results: {predictions}.",
    };

    private static Argument<string> Truth(string description) => new("TRUTH") { Description = description };

    private static Argument<string> Predictions(string description) => new("PREDICTIONS") { Description = description };

    private static Option<string?> Folder(string name, string description) => new(name) { Description = description, HelpName = "DIR" };

    private static Verb Kind(Verb verb, Func<AtlasArguments, ParseResult, IAtlasFrames> open)
    {
        var arguments = new AtlasArguments();
        var images = Folder("--images", "The photographs; found by the names of the images. Without them pictures have a gray ground.");
        verb.Add(images);
        foreach (var option in arguments.All)
        {
            verb.Add(option);
        }

        verb.SetAction(parsed => arguments.Run(parsed, _ =>
        {
            var photographs = parsed.GetValue(images) is { } folder ? new PhotographFolder(folder) : null;
            return new AtlasSource(verb.Name, open(arguments, parsed), photographs);
        }));
        return verb;
    }
}
