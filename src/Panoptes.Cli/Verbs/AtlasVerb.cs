using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Data.Classes;
using Panoptes.Metrics.Atlas.Frames;
using Panoptes.Metrics.Atlas.Pictures;
using Panoptes.Metrics.Scoring;
using Panoptes.Metrics.Semantic;

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
        var classes = new Option<string>(options.Classes.Name)
        {
            Description = options.Classes.Description,
            HelpName = options.Classes.HelpName,
            Required = true,
        };
        return Kind(
            new Verb(
                "semantic", "Of label maps, where connected regions of a class stand for segments.",
                "./panoptes atlas semantic labels predicted --classes classes.json --images photos --out atlas")
            {
                truth, predictions, classes, options.TrainIds, options.RawPredictions, options.ReduceZero,
            },
            (_, parsed) =>
            {
                var root = parsed.GetRequiredValue(truth);
                var table = ClassTableFile.Find(parsed.GetRequiredValue(classes), root);
                var ids = table.Entries.ToDictionary(e => e.RawId, e => e.TrainId);
                return new SemanticFrames(
                    root, parsed.GetRequiredValue(predictions),
                    [.. Enumerable.Range(0, table.Count).Select(id => new AtlasClass(table[id].RawId, table[id].Name, table[id].Color))],
                    new SemanticOptions
                    {
                        IgnoreIndex = table.VoidTrainId,
                        TruthClasses = parsed.GetValue(options.TrainIds) ? null : ids,
                        PredictionClasses = parsed.GetValue(options.RawPredictions) ? ids : null,
                        ReduceZeroLabel = parsed.GetValue(options.ReduceZero),
                    });
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
        return Kind(
            new Verb(
                "instances", "Of COCO results, with curves of precision, F1 and calibration.",
                "./panoptes atlas instances instances.json results.json --images val2017 --out atlas")
            {
                truth, predictions, score,
            },
            (arguments, parsed) => InstanceFrames.Open(
                parsed.GetRequiredValue(truth), parsed.GetRequiredValue(predictions), parsed.GetValue(score), arguments.Threads(parsed)));
    }

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
