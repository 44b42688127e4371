using System.Text.Json;
using Panoptes.Models.Backbones.Detectron;
using Panoptes.Models.DynamicKernels;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings.Kernels;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Parity.Fixtures;
using Panoptes.Parity.Models;
using Panoptes.Tensors;

namespace Panoptes.Parity.Kernels;

/// <summary>A fixture of Panoptic FCN.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Root">Its document.</param>
/// <param name="Fixture">What it has in common with models' fixtures.</param>
/// <param name="Stored">Its safetensors file, or null.</param>
internal sealed record KernelFixture(string Path, JsonElement Root, ModelFixture Fixture, WeightFile? Stored)
{
    /// <summary>Its name.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Its settings.</summary>
    public JsonElement Config => Root.GetProperty("config");

    /// <summary>Objects first, then stuff, as COCO has them.</summary>
    public ThingTable Table
    {
        get
        {
            var things = Config.GetProperty("things").GetInt32();
            return new ThingTable(things + Config.GetProperty("stuff_channels").GetInt32() - 1, [.. Enumerable.Range(0, things)]);
        }
    }

    /// <summary>How outputs are read.</summary>
    public KernelReadingConfig Reading => new()
    {
        CenterScore = Number("center_thres"),
        StuffScore = Number("stuff_thres"),
        MostThings = Config.GetProperty("top_num").GetInt32(),
        Similarity = Config.GetProperty("inference").GetProperty("similar_thres").GetDouble(),
        MaskScore = Config.GetProperty("inference").GetProperty("inst_thres").GetDouble(),
        StuffArea = Config.GetProperty("combine").GetProperty("stuff_area_limit").GetInt32(),
    };

    /// <summary>The network that the settings describe, with the formula's weights.</summary>
    /// <exception cref="NotSupportedException">They ask for what this version lacks.</exception>
    public PanopticFcn Network()
    {
        MmsegConfig.Demand(
            MmsegConfig.Bool(Config, "position_deform", true) && MmsegConfig.Bool(Config, "kernel_coord", true)
                && MmsegConfig.Bool(Config, "encoder_coord", true) && MmsegConfig.Text(Config, "encoder_norm", "").Length == 0,
            "a Panoptic FCN of other heads");
        var bottomUp = new DetectronResNet(new DetectronResNetConfig
        {
            Depth = MmsegConfig.Int(Config, "depth", 50),
            StrideIn1x1 = MmsegConfig.Bool(Config, "stride_in_1x1", true),
            FrozenNorm = MmsegConfig.Text(Config, "resnet_norm", "FrozenBN") == "FrozenBN",
            FreezeAt = MmsegConfig.Int(Config, "freeze_at", 2),
        });
        var heads = new PanopticFcnConfig { Classes = Table, EmbeddingWidth = MmsegConfig.Int(Config, "encoder_dim", 64) };
        return new PanopticFcn(bottomUp, heads, Reading);
    }

    /// <summary>An input by the formula, in the shape that the fixture gives.</summary>
    public Tensor Input(string name)
    {
        var shape = Fixture.Inputs[name];
        return Tensor.From(Formula.Values(name, shape.Aggregate(1L, (product, size) => product * size)), shape);
    }

    /// <summary>Compares outputs, those of gradients in gradients' tolerance.</summary>
    public IEnumerable<ParityResult> Compare(IReadOnlyDictionary<string, Tensor> outputs) => Fixture.Outputs.SelectMany(output =>
    {
        var tolerance = output.Key.Contains("grad", StringComparison.Ordinal)
            ? Fixture.Tolerance with { Output = Fixture.Tolerance.Gradient }
            : Fixture.Tolerance;
        return output.Value.AbsoluteSum == 0 && outputs.TryGetValue(output.Key, out var empty)
            ? [new ParityResult(
                Name, $"output {output.Key}",
                empty.Shape.SequenceEqual(output.Value.Shape) ? empty.To(DType.Float32).Abs().Sum().Item() : double.NaN, 0)]
            : outputs.TryGetValue(output.Key, out var actual)
            ? OutputComparison.Compare(Name, output.Key, output.Value, actual, Stored, tolerance)
            : [new ParityResult(Name, $"output {output.Key}", double.NaN, tolerance.Output) { Note = "nothing has this name" }];
    });

    /// <summary>How far a number is from what it should be, relative to that.</summary>
    public ParityResult Compare(string quantity, double actual, double expected, double tolerance) =>
        new(Name, quantity, Math.Abs(actual - expected) / Math.Max(Math.Abs(expected), 1e-6), tolerance);

    /// <summary>How many of a list's entries differ.</summary>
    public ParityResult Count<T>(string quantity, IReadOnlyList<T> actual, IReadOnlyList<T> expected, Func<T, T, bool> isSame)
    {
        var wrong = actual.Count == expected.Count ? actual.Zip(expected).Count(pair => !isSame(pair.First, pair.Second)) : double.NaN;
        return new ParityResult(Name, quantity, wrong, 0);
    }

    private double Number(string key) => Config.GetProperty(key).GetDouble();
}
