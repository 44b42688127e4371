using Panoptes.Data.Configuration;
using Panoptes.Data.Preview;
using Panoptes.Data.Synthetic;
using Panoptes.Diagnosis.Examination;
using Panoptes.Diagnosis.Sheets;
using Panoptes.Experiments.Comparisons;
using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Experiments.Tests.Comparisons;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Metrics.Atlas.Counting;
using Panoptes.Metrics.Atlas.Pictures;
using Panoptes.Metrics.Atlas.Segments;
using Panoptes.Metrics.Photographs;
using Panoptes.Metrics.Scoring;
using Panoptes.Metrics.Tests.Atlas;
using Panoptes.Metrics.Tests.BadInput;
using Panoptes.Reports.Atlas;
using Panoptes.Reports.Comparisons;
using Panoptes.Reports.DataSets;
using Panoptes.Reports.Diagnoses;
using Panoptes.Reports.Predictions;
using Panoptes.Reports.Reproductions;
using Panoptes.Reports.Runs;
using Panoptes.Reports.Scores;
using Panoptes.Reports.Studies;
using Panoptes.Reports.Teachers;
using Panoptes.Reports.Tests.Reproductions;
using Panoptes.Reports.Tests.Runs;
using Panoptes.Reports.Tests.Teachers;
using Panoptes.Studies.Analysis;
using Panoptes.Studies.Tests.Analysis;
using Panoptes.Tests;

namespace Panoptes.Reports.Tests.Browser;

/// <summary>Every page that is a file of its own, made of the same made-up data each time.</summary>
internal sealed class StaticPages : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>What the pages are called.</summary>
    public static string[] Names { get; } =
    [
        "run", "run-kinds", "compare", "score-semantic", "score-panoptic", "score-instances", "score-cityscapes", "score-compare",
        "preview", "predictions", "doctor", "atlas", "study", "teacher", "labels", "reproduction",
    ];

    /// <summary>The atlas that is shown.</summary>
    public static AtlasReport Atlas => ErrorAtlas.Make(
        PatchFrames.WithErrors, "streets", new AtlasOptions { Rules = new AtlasRules { BoundedEdge = 0 } });

    /// <summary>Writes a page.</summary>
    /// <param name="name">Which.</param>
    /// <returns>The file.</returns>
    public string Write(string name)
    {
        var file = folder.NewFile($"{name}/{name}.html");
        var parent = Path.GetDirectoryName(file)!;
        switch (name)
        {
            case "run":
                File.Move(WriteRun(SampleRun.Create(parent, images: 3)), file);
                break;
            case "run-kinds":
                File.Move(WriteRun(Kinds(parent)), file);
                break;
            case "compare":
                RunComparisonPage.Write(Compared(parent), file);
                break;
            case "score-compare":
                SmallDataSets.WritePanoptic(parent, new SeededRandom(6), images: 3);
                var (a, b) = (Panoptic(parent), Panoptic(parent));
                ComparisonPage.Write(a, b, ScoreComparison.Of(a, b, draws: 20), file);
                break;
            case "score-semantic":
                ScorePage.Write(Semantic(parent), file, new PhotographFolder(Path.Combine(parent, "photos")));
                break;
            case "score-panoptic":
                SmallDataSets.WritePanoptic(parent, new SeededRandom(6), images: 3);
                ScorePage.Write(Panoptic(parent).WithIntervals(95, 20), file);
                break;
            case "score-instances":
                SmallDataSets.WriteInstances(parent, new SeededRandom(2));
                ScorePage.Write(InstanceScorer.Score(Path.Combine(parent, "gt.json"), Path.Combine(parent, "pred.json")), file);
                break;
            case "score-cityscapes":
                SmallDataSets.WriteCityscapes(parent, new SeededRandom(3));
                ScorePage.Write(
                    CityscapesScorer.ScorePixels(Path.Combine(parent, "gtFine"), Path.Combine(parent, "pixel")), file);
                break;
            case "preview":
                PreviewPage.Write(
                    DataPreview.Of(
                        new SyntheticDataset(new SyntheticScenes(256, 128), 5), new DataPreviewOptions { Samples = 3, Width = 256 }),
                    file);
                break;
            case "predictions":
                GalleryPage.Write(Gallery(parent), file);
                break;
            case "doctor":
                DoctorPage.Write(Doctor(), file);
                break;
            case "atlas":
                var report = Atlas;
                Directory.CreateDirectory(Path.Combine(parent, "photos"));
                for (var i = 0; i < PatchFrames.WithErrors.Count; i++)
                {
                    JpegFile.Write(Path.Combine(parent, "photos", $"street {i}.jpg"), Gradient(192, 128));
                }

                var photographs = new PhotographFolder(Path.Combine(parent, "photos"));
                var pictures = AtlasPictures.Of(PatchFrames.WithErrors, report, report.Findings, photographs);
                AtlasPage.Write(report, pictures, report.Findings, file);
                break;
            case "study":
                StudyPage.Write(StudyReport.Build(SeedStudy.Results), file);
                break;
            case "teacher":
                TeacherReportPage.Write(TeacherReportPageTests.Scored, file);
                break;
            case "labels":
                LabelReportPage.Write(TeacherReportPageTests.Labels, file);
                break;
            default:
                AtomicFile.WriteText(file, ReproductionPage.Render(ReproductionPageTests.Whole, []));
                break;
        }

        return file;
    }

    public void Dispose() => folder.Dispose();

    private static string WriteRun(RunFolder run)
    {
        RunPage.Write(run);
        return run.Report;
    }

    // Segments and objects, with a mean over few of the classes and names as long as those of COCO.
    private static RunFolder Kinds(string parent)
    {
        var config = new RunConfig { Run = new() { Folder = parent, Name = "kinds" } };
        var run = RunFolder.ForTraining(config, null);
        run.WriteConfig(config);
        new RunSummary { Classes = [new("car", "#00008e", true, 0), new("road", "#804080", false, 1)] }.Write(run.Summary);
        ImageRow[] worst = [.. SampleRun.Worst(run, "test", 2, 96)];
        new EvaluationFile
        {
            Split = "test",
            Weights = "best",
            Images = 12,
            Protocol = "panoptic quality, panopticapi 7bb4655",
            Kinds = [SampleKinds.Panoptic(worst), SampleKinds.Instance(worst)],
        }.Write(run.Evaluation("test"));
        return run;
    }

    private static RunComparison Compared(string parent)
    {
        bool[] always = [true, true, true, true];
        var comparison = RunComparison.Of(
            [
                MeasuredRuns.Make(parent, "crops", always).FullPath,
                MeasuredRuns.Make(parent, "ibs", [true, false, false, false], "train.seed=7").FullPath,
            ],
            "val");
        var jpeg = JpegFile.Encode(Gradient(160, 80), 80);
        var mixed = new ColorLayer(160, 80);
        Enumerable.Range(40, 40).ToList().ForEach(x => mixed.Set((30 * 160) + x, new Rgb(255, 212, 0), 190));
        var layer = mixed.Encode();
        return comparison with
        {
            Images =
            [
                .. new[] { "lindau", "ulm" }.Select(name => new ComparedImage(
                    new ImageChoice(3, name, [1800, 20], 1, true), 2, jpeg, layer, [layer, layer],
                    [[new ConfusedSegmentRow("car", 1800, 1700, [new(4, "car", 0.9, "#ffd400"), new(5, "bus", 0.8, "#00d4ff")])], []])),
            ],
        };
    }

    private static ScoreReport Panoptic(string parent) => PanopticScorer.Score(
        new PanopticInputs(Path.Combine(parent, "gt.json"), null, Path.Combine(parent, "pred.json"), null));

    // Four classes that are there and eight that are not, which a page names once.
    private static ScoreReport Semantic(string parent)
    {
        SmallDataSets.WriteSemantic(parent, new SeededRandom(4));
        Directory.CreateDirectory(Path.Combine(parent, "photos"));
        for (var i = 0; i < 2; i++)
        {
            JpegFile.Write(Path.Combine(parent, "photos", $"{i}.jpg"), Gradient(200, 120));
        }

        string[] names =
            ["road", "pavement with a rather long name of a class", "car", "person", .. Enumerable.Range(4, 8).Select(i => $"class {i}")];
        return SemanticScorer.Score(
            Path.Combine(parent, "gt"), Path.Combine(parent, "pred"), names,
            colors: [new(128, 64, 128), new(60, 40, 222), new(0, 0, 142), new(220, 20, 60), .. LabelColors.Distinct(8, 20)]);
    }

    private static PredictionGallery Gallery(string parent)
    {
        Directory.CreateDirectory(Path.Combine(parent, "photos"));
        for (var i = 0; i < 3; i++)
        {
            JpegFile.Write(Path.Combine(parent, "photos", $"street {i}.jpg"), Gradient(240, 120));
            JpegFile.Write(Path.Combine(parent, $"street {i}.overlay.jpg"), Gradient(240, 120));
        }

        DrawnClass[] classes = [new("road", new(128, 64, 128)), new("car", new(0, 0, 142)), new("train", new(0, 80, 100))];
        return new PredictionGallery("runs/demo", classes,
        [
            .. Enumerable.Range(0, 3).Select(i => new PredictedPicture($"street {i}", $"street {i}.overlay.jpg", 240, 120)
            {
                Photograph = $"photos/street {i}.jpg",
                Grid = new ClassGrid(2, i == 0 ? [0, 0, 0, 1] : [0, 0, 0, 0]),
            }),
        ], []);
    }

    private static DoctorReport Doctor()
    {
        var dataset = new SyntheticDataset(new SyntheticScenes(256, 128, seed: 3), 8);
        var augmentation = new AugmentationConfig { Crop = [96, 160] };
        var diagnosis = LabelDoctor.Examine(
            dataset, new DoctorOptions { Augmentation = augmentation, Images = 8, MostImages = 8, RoundTrips = 1, Offsets = true });
        return new DoctorReport(
            diagnosis, dataset.Classes, TransformedSheet.Draw(dataset, augmentation, 1, 2),
            OffsetPictures.Draw(dataset, diagnosis.Places, diagnosis.Offsets, 2),
            null);
    }

    private static RgbImage Gradient(int width, int height)
    {
        var image = new RgbImage(width, height);
        for (var i = 0; i < width * height; i++)
        {
            var (x, y) = (i % width, i / width);
            image.Pixels[3 * i] = (byte)(60 + (150 * y / height));
            image.Pixels[(3 * i) + 1] = (byte)(90 + (100 * x / width));
            image.Pixels[(3 * i) + 2] = (byte)(200 - (140 * y / height));
        }

        return image;
    }
}
