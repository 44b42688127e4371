using System.Text.Json;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Models.Outputs.Readings.Kernels;
using Panoptes.Parity.Fixtures;
using Panoptes.Tensors;

namespace Panoptes.Parity.Kernels;

/// <summary>What is read from a network's outputs: segments, objects, stuff.</summary>
internal static class KernelResult
{
    private const double PixelShare = 1e-3;

    /// <summary>The panoptic map and the stuff maps, by the fixture's names.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> Maps(KernelFixture fixture, KernelMaps outputs)
    {
        var size = Size(fixture, outputs);
        var ids = Panoptic(fixture, outputs, size).Ids;
        yield return new("result.panoptic_seg", Tensor.From<int>(ids.Pixels, size.Height, size.Width));
        yield return new("result.sem_seg", KernelReading.Stuff(outputs, 0, size));
    }

    /// <summary>Compares objects and segments.</summary>
    /// <param name="fixture">The fixture.</param>
    /// <param name="outputs">What the network put out.</param>
    /// <param name="objectShare">The share of objects that may differ.</param>
    public static IEnumerable<ParityResult> Compare(KernelFixture fixture, KernelMaps outputs, double objectShare)
    {
        var size = Size(fixture, outputs);
        var result = fixture.Root.GetProperty("result");
        var objects = KernelReading.Instances(outputs, 0, size, _ => true, int.MaxValue).Instances;
        var expected = result.GetProperty("instances").EnumerateArray().Where(each => each.GetProperty("area").GetInt64() > 0).ToArray();
        var free = objects.ToList();
        var wrong = expected.Count(wanted => !Take(free, wanted, size));
        yield return new ParityResult(
            fixture.Name, $"objects that differ, of {expected.Length}", Math.Max(wrong, Math.Abs(objects.Count - expected.Length)),
            Math.Floor(objectShare * expected.Length));
        if (result.TryGetProperty("segments_info", out var segments))
        {
            var own = Panoptic(fixture, outputs, size).Segments;
            var all = segments.EnumerateArray().ToArray();
            var differing = Math.Abs(own.Count - all.Length) + own.Zip(all).Count(pair => !IsSame(fixture, pair.First, pair.Second, size));
            yield return new ParityResult(fixture.Name, "segments that differ", differing, 0);
        }
    }

    private static bool Take(List<PredictedInstance> free, JsonElement wanted, ReadingSize size)
    {
        var (category, score) = (wanted.GetProperty("class").GetInt32(), wanted.GetProperty("score").GetDouble());
        var area = wanted.GetProperty("area").GetInt64();
        var box = wanted.GetProperty("box").EnumerateArray().Select(side => side.GetDouble()).ToArray();
        var pixels = Math.Max(2, PixelShare * size.Height * size.Width);
        var own = free.Find(each => each.Class == category && Math.Abs(each.Score - score) <= 1e-4
            && Math.Abs(each.Mask.Area - area) <= pixels && Math.Abs(each.Box.X - box[0]) <= 1 && Math.Abs(each.Box.Y - box[1]) <= 1
            && Math.Abs(each.Box.X + each.Box.Width - box[2]) <= 1 && Math.Abs(each.Box.Y + each.Box.Height - box[3]) <= 1);
        return own is not null && free.Remove(own);
    }

    private static bool IsSame(KernelFixture fixture, PredictedSegment own, JsonElement wanted, ReadingSize size)
    {
        var isThing = wanted.GetProperty("isthing").GetBoolean();
        var category = wanted.GetProperty("category_id").GetInt32();
        return own.Id == wanted.GetProperty("id").GetInt32() && own.IsThing == isThing
            && own.Class == (isThing ? category : fixture.Table.StuffMaps[category])
            && Math.Abs(own.Area - wanted.GetProperty("pixels").GetInt64()) <= PixelShare * size.Height * size.Width
            && (!isThing || Math.Abs(own.Score - wanted.GetProperty("score").GetDouble()) <= 1e-4);
    }

    private static PanopticPrediction Panoptic(KernelFixture fixture, KernelMaps outputs, ReadingSize size)
    {
        var combine = fixture.Config.GetProperty("combine");
        return KernelReading.Panoptic(outputs, 0, size, _ => true, new PanopticOptions
        {
            ObjectScore = combine.GetProperty("inst_thresh").GetDouble(),
            Overlap = 1 - combine.GetProperty("overlap_thresh").GetDouble(),
        });
    }

    private static ReadingSize Size(KernelFixture fixture, KernelMaps outputs)
    {
        var shape = fixture.Fixture.Outputs["result.panoptic_seg"].Shape;
        return new ReadingSize(outputs.PaddedSize.Height, outputs.PaddedSize.Width, (int)shape[0], (int)shape[1]);
    }
}
