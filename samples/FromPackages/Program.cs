// Decodes images and scores predictions from files, with packages alone: no libtorch. eng/test-packages.sh copies this folder out of the
// clone, restores it from a folder of packages and runs it.
using Panoptes.Formats.Coco.Writing;
using Panoptes.Foundation.Outputs;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Inference.Contracts;
using Panoptes.Metrics.Scoring;

var folder = args[0];
foreach (var name in new[] { "truth", "prediction" })
{
    Directory.CreateDirectory(Path.Combine(folder, name));
}

// The left half of the truth is class 1; the prediction is one column of ten off.
PngFile.WriteGray(Path.Combine(folder, "truth", "a.png"), Halves(5));
PngFile.WriteGray(Path.Combine(folder, "prediction", "a.png"), Halves(6));
var image = ImageFile.ReadRgb(Path.Combine(folder, "truth", "a.png"));
Console.WriteLine($"image {image.Width}x{image.Height}");

var semantic = SemanticScorer.Score(Path.Combine(folder, "truth"), Path.Combine(folder, "prediction"), ["right", "left"]);
Console.WriteLine(FormattableString.Invariant($"mIoU {semantic.Headlines.First(each => each.Name == "mIoU").Value:F4}"));

var panoptic = PanopticScorer.Score(new PanopticInputs(Segments("truth", 5), null, Segments("prediction", 6), null));
Console.WriteLine(FormattableString.Invariant($"PQ {panoptic.Headlines.First(each => each.Name == "PQ").Value:F4}"));
Console.WriteLine($"contract {ModelContract.Parse(new ModelContract { Model = "m" }.ToJson(), "memory").Model}");

Plane<byte> Halves(int column)
{
    var labels = new Plane<byte>(10, 4);
    for (var i = 0; i < labels.Pixels.Length; i++)
    {
        labels.Pixels[i] = (byte)(i % 10 < column ? 1 : 0);
    }

    return labels;
}

string Segments(string name, int column)
{
    var file = Path.Combine(folder, $"{name}_segments.json");
    OutputCategory[] categories = [new(1, "left", IsThing: true), new(2, "right", IsThing: false)];
    var plan = new OutputPlan("sample", force: false);
    var output = new PanopticOutput(plan, file, categories);
    output.Plan("a", "a.png", "sample", Path.Combine(folder, "truth", "a.png"));
    using var begun = plan.Begin();
    using var writing = output.Open();
    var ids = Halves(column).Map(half => half == 1 ? 1 : 2);
    writing.Add("a", "a.png", "a.png", ids, [new(1, 1, IsCrowd: false), new(2, 2, IsCrowd: false)]);
    writing.Complete();
    return file;
}
