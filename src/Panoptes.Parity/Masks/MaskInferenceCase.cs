using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.Masks;

/// <summary>Runs one inference fixture.</summary>
internal sealed class MaskInferenceCase(string path, JsonElement root)
{
    // A pixel whose logit or margin is rounding around 0 may fall either way.
    private const double PixelShare = 1e-4;

    private readonly string name = Path.GetFileNameWithoutExtension(path);
    private readonly JsonElement config = root.GetProperty("config");

    /// <summary>Runs it.</summary>
    public IReadOnlyList<ParityResult> Run()
    {
        using var scope = TensorScope.Open();
        using var stored = WeightFile.Open(Path.ChangeExtension(path, ".safetensors"));
        var (outputs, size) = (Predictions(stored), Sizes());
        var labels = SemanticReading.Labels(outputs, 0, size);
        var panoptic = Panoptic(outputs, size);
        var most = config.GetProperty("test_topk_per_image").GetInt32();
        return
        [
            .. Compare("masks_at_output_size", Masks(outputs, size), stored),
            .. Compare("semantic", SemanticReading.Scores(outputs, 0, size), stored),
            ComparePixels("semantic.argmax", [.. labels.Pixels.Select(id => (int)id)], stored),
            ComparePixels("panoptic_seg", panoptic.Ids.Pixels, stored),
            CompareSegments(panoptic.Segments),
            .. CompareInstances("instances", InstanceReading.Read(outputs, 0, size, IsThing, most)),
            .. CompareInstances("instances_all_classes", InstanceReading.Read(outputs, 0, size, _ => true, most)),
            CompareNothing(outputs, size),
        ];
    }

    private static Tensor Masks(MaskSet outputs, ReadingSize size)
    {
        var all = Tensor.Empty([outputs.Last.MaskLogits.Size(1), size.Height, size.Width]);
        new FullMasks(outputs, 0, size).ForEach(
            [.. Enumerable.Range(0, (int)all.Size(0))], (first, logits) => all.Narrow(0, first, logits.Size(0)).CopyInPlace(logits));
        return all;
    }

    private static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];

    private MaskSet Predictions(WeightFile stored)
    {
        var (logits, masks) = (Stored(stored, "pred_logits").Unsqueeze(0), Stored(stored, "pred_masks").Unsqueeze(0));
        var padded = Numbers(config.GetProperty("padded_size"));
        var features = Tensor.Zeros([1, 1, masks.Size(2), masks.Size(3)]);
        return new MaskSet([new MaskPrediction(logits, masks.Flatten(2), masks, features)], (padded[0], padded[1]));
    }

    private Tensor Stored(WeightFile stored, string tensor) => stored.Find(tensor) is { } entry
        ? stored.ReadTensor(entry)
        : throw new InputException(path, $"no tensor '{tensor}' in its safetensors file", "one", "get the fixture again");

    private ReadingSize Sizes()
    {
        var (image, output) = (Numbers(config.GetProperty("image_size")), Numbers(config.GetProperty("output_size")));
        return new ReadingSize(image[0], image[1], output[0], output[1]);
    }

    private bool IsThing(int category) => Numbers(config.GetProperty("thing_classes")).Contains(category);

    private PanopticPrediction Panoptic(MaskSet outputs, ReadingSize size) =>
        PanopticReading.Read(outputs, 0, size, IsThing, new PanopticOptions
        {
            ObjectScore = config.GetProperty("object_mask_threshold").GetDouble(),
            Overlap = config.GetProperty("overlap_threshold").GetDouble(),
        });

    private IEnumerable<ParityResult> Compare(string output, Tensor found, WeightFile stored)
    {
        var expected = ModelFixture.ReadOutput(root.GetProperty("outputs").GetProperty(output));
        return OutputComparison.Compare(name, output, expected, found, stored, new FixtureTolerance(Tolerance("output_rel"), 0, 0, 0));
    }

    private double Tolerance(string kind) => root.GetProperty("tolerance").GetProperty(kind).GetDouble();

    private ParityResult ComparePixels(string output, int[] found, WeightFile stored)
    {
        var expected = Stored(stored, output).ToArray<double>();
        var wrong = found.Zip(expected, (own, wanted) => own == wanted ? 0.0 : 1.0).Sum() / found.Length;
        return new ParityResult(name, $"{output} pixels that differ", expected.Length == found.Length ? wrong : double.NaN, PixelShare);
    }

    private ParityResult CompareSegments(IReadOnlyList<PredictedSegment> found)
    {
        var expected = root.GetProperty("segments_info").EnumerateArray().ToArray();
        var wrong = Math.Abs(found.Count - expected.Length) + found.Zip(expected, (own, wanted) => IsSame(own, wanted) ? 0 : 1).Sum();
        return new ParityResult(name, "segments_info entries that differ", wrong, 0);
    }

    private bool IsSame(PredictedSegment own, JsonElement wanted) =>
        own.Id == wanted.GetProperty("id").GetInt32()
        && own.Class == wanted.GetProperty("category_id").GetInt32()
        && own.IsThing == wanted.GetProperty("isthing").GetBoolean()
        && Math.Abs(own.Area - wanted.GetProperty("area").GetInt64()) <= PixelShare * Pixels;

    private long Pixels => Sizes() is var size ? (long)size.Height * size.Width : 0;

    private IEnumerable<ParityResult> CompareInstances(string list, InstancePrediction found)
    {
        // Masks without a pixel are no objects here.
        var expected = root.GetProperty(list).EnumerateArray().Where(instance => instance.GetProperty("area").GetInt64() > 0).ToArray();
        yield return new ParityResult(name, $"{list} count", Math.Abs(found.Instances.Count - expected.Length), 0);
        var probe = Formula.Values("maskprobe", Pixels);
        var (score, area, dot) = (0.0, 0.0, 0.0);
        var free = found.Instances.ToList();
        foreach (var wanted in expected)
        {
            // Equal scores come in no order: of the objects of the class, the one with the nearest score.
            var (label, expectedScore) = (wanted.GetProperty("label").GetInt32(), wanted.GetProperty("score").GetDouble());
            var own = free.Where(instance => instance.Class == label).MinBy(instance => Math.Abs(instance.Score - expectedScore));
            if (own is null)
            {
                score = double.NaN;
                break;
            }

            free.Remove(own);
            score = Math.Max(score, Math.Abs(own.Score - expectedScore) / expectedScore);
            area = Math.Max(area, Math.Abs(own.Mask.Area - wanted.GetProperty("area").GetInt64()));
            var sum = own.Mask.Decode().Pixels.Zip(probe, (pixel, u) => pixel * (double)u).Sum();
            dot = Math.Max(dot, Math.Abs(sum - wanted.GetProperty("dot").GetDouble()));
        }

        yield return new ParityResult(name, $"{list} score (relative)", score, Tolerance("grad_rel"));
        yield return new ParityResult(name, $"{list} area", area, Math.Ceiling(PixelShare * Pixels));
        yield return new ParityResult(name, $"{list} mask probe", dot, Math.Ceiling(PixelShare * Pixels));
    }

    // With "no object" likelier than every class there is nothing.
    private ParityResult CompareNothing(MaskSet outputs, ReadingSize size)
    {
        var logits = outputs.Last.ClassLogits.Clone();
        logits.Select(2, (int)logits.Size(2) - 1).FillInPlace(100);
        var map = Panoptic(outputs with { Layers = [outputs.Last with { ClassLogits = logits }] }, size);
        var expected = root.GetProperty("when_all_are_no_object");
        var wrong = Math.Abs(map.Ids.Pixels.Sum(id => (long)id) - expected.GetProperty("panoptic_sum").GetInt64())
            + Math.Abs(map.Segments.Count - expected.GetProperty("segments_info").GetArrayLength());
        return new ParityResult(name, "when all are no object", wrong, 0);
    }
}
