using System.Text.Json;
using Panoptes.Models.Backbones.Detectron;
using Panoptes.Models.DynamicKernels;
using Panoptes.Models.Layers;
using Panoptes.Models.Outputs;
using Panoptes.Models.Outputs.Readings.Kernels;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Parity.Models;

namespace Panoptes.Parity.Kernels;

/// <summary>A fixture of Panoptic FCN.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Root">Its document.</param>
/// <param name="Fixture">What it has in common with models' fixtures.</param>
/// <param name="Stored">Its safetensors file, or null.</param>
internal sealed record KernelFixture(string Path, JsonElement Root, ModelFixture Fixture, WeightFile? Stored)
    : StoredFixture(Path, Root, Fixture, Stored)
{
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
            Norm = MmsegConfig.Text(Config, "resnet_norm", "FrozenBN") == "FrozenBN" ? NormKind.FrozenBatch : NormKind.Batch,
            FreezeAt = MmsegConfig.Int(Config, "freeze_at", 2),
        });
        var heads = new PanopticFcnConfig { Classes = Table, EmbeddingWidth = MmsegConfig.Int(Config, "encoder_dim", 64) };
        return new PanopticFcn(bottomUp, heads, Reading);
    }

    private double Number(string key) => Config.GetProperty(key).GetDouble();
}
