using System.Text.Json;
using Panoptes.Data.Classes;
using Panoptes.Imaging;
using Panoptes.Models.Outputs;
using Panoptes.Parity.Models;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;

namespace Panoptes.Parity.Teachers;

/// <summary>The teacher's predictions of a fixture, and who labels by them.</summary>
internal static class FixtureQueries
{
    /// <summary>A prediction of given logits; embeddings mean nothing.</summary>
    public static MaskPrediction Prediction(Tensor logits, Tensor masks) => new(
        logits, masks.Flatten(2), masks,
        Ops.Eye(masks.Size(2) * masks.Size(3), DType.Float32).View([1, -1, masks.Size(2), masks.Size(3)])
            .Expand([masks.Size(0), -1, -1, -1]));

    /// <summary>A stored input.</summary>
    public static Tensor Stored(StoredFixture fixture, string name) => fixture.Stored!.ReadTensor(fixture.Stored.Find(name)!);

    /// <summary>The released settings, in which masks without a pixel stay.</summary>
    public static TeacherLabelConfig Released(JsonElement config) => new()
    {
        DropEmpty = false,
        Score = Number(config, "thresh_class", 0.7),
        MinSoftArea = Number(config, "mask_size", 5),
    };

    /// <summary>As many classes of objects as the fixture has.</summary>
    public static ClassTable Classes(JsonElement config) => new(
        "fixture",
        Enumerable.Range(0, config.GetProperty("classes").GetInt32())
            .Select(id => new ClassEntry(id, id, $"class {id}", default(Rgb), true)));

    /// <summary>Whole numbers of a list.</summary>
    public static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];

    private static double Number(JsonElement config, string name, double otherwise) =>
        config.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : otherwise;
}
