using System.Text.Json;
using Panoptes.Imaging.Predictions;
using Panoptes.Models.Outputs;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Parity.TwoStage;
using Panoptes.Tensors;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Parity.Teachers;

/// <summary>The label that CUPS makes of what was said of several views.</summary>
/// <param name="fixture">The fixture.</param>
/// <param name="table">Which classes are objects.</param>
/// <param name="near">How many pixels are so near a decision that they may differ.</param>
internal sealed class TtaLabels(StoredFixture fixture, ThingTable table, int near)
{
    private const int Void = 255;

    private double Share => fixture.Config.GetProperty("semantic_threshold").GetDouble();

    /// <summary>The map of every pixel where it is sure, (H, W).</summary>
    public Tensor Pixels(Tensor stuff) => SurePixelsOfClass.Of(stuff, Share, Void);

    /// <summary>1 and on for the objects of the panoptic prediction, in the order of their ids; 0 elsewhere, (H, W).</summary>
    public static Tensor Objects(PanopticPrediction said)
    {
        long[] places = [0, .. said.Segments.Select((segment, i) => segment.IsThing ? i + 1L : 0)];
        return Tensor.From<long>(Array.ConvertAll(said.Ids.Pixels.ToArray(), id => places[id]), said.Ids.Height, said.Ids.Width);
    }

    /// <summary>Compares it.</summary>
    /// <param name="said">The segments.</param>
    /// <param name="stuff">How likely stuff is.</param>
    /// <param name="label">What <see cref="Pixels"/> made of that.</param>
    public IEnumerable<ParityResult> Compare(PanopticPrediction said, Tensor stuff, Tensor label)
    {
        var expected = fixture.Root.GetProperty("label");
        var things = said.Segments.Where(segment => segment.IsThing).ToArray();
        yield return Same("label's classes", things.Select(thing => table.ThingOf(thing.Class)), expected.GetProperty("classes"));
        yield return Same("label's areas", things.Select(thing => (int)thing.Area), expected.GetProperty("mask_areas"));
        yield return Same(
            "label's boxes", things.SelectMany(thing => SegmentMergeCase.Edges(said, thing.Id)), expected.GetProperty("boxes"));
        var maxima = stuff.Amax([1, 2], false);
        yield return Near("label's class maxima", maxima, expected.GetProperty("class_maxima"));
        yield return Near("label's class thresholds", maxima * Share, expected.GetProperty("class_thresholds"));
        var ignored = label.ToArray<long>().Count(id => id == Void);
        yield return new ParityResult(
            fixture.Name, "label's ignored pixels", Math.Abs(ignored - expected.GetProperty("ignored_pixels").GetInt32()), near);
    }

    private ParityResult Same(string quantity, IEnumerable<int> own, JsonElement expected) =>
        fixture.Count(quantity, [.. own], [.. Flat(expected)], Equals);

    private ParityResult Near(string quantity, Tensor own, JsonElement expected) => new(
        fixture.Name, quantity,
        own.ToArray<float>().Zip(TwoStageFixture.Numbers(expected)).Max(pair => Math.Abs(pair.First - pair.Second)),
        fixture.Fixture.Tolerance.Output);

    private static bool Equals<T>(T one, T other) => EqualityComparer<T>.Default.Equals(one, other);

    private static IEnumerable<int> Flat(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().SelectMany(Flat) : [list.GetInt32()];
}
