using System.Globalization;
using Panoptes.Studies.Imports.Sources;

namespace Panoptes.Studies.Imports.OpenMmlab;

/// <summary>The facts that studies need out of a configuration of mmengine or mmcv.</summary>
/// <param name="facts">Its literal values.</param>
internal sealed class MmConfig(ConfigFacts facts)
{
    /// <summary>Images of a device in one pass; null where it does not say.</summary>
    public long? BatchOfDevice =>
        facts.Count("train_dataloader.batch_size", "data.train_dataloader.samples_per_gpu", "data.samples_per_gpu");

    /// <summary>Passes whose gradients are added; 1 where it does not say.</summary>
    public long Accumulation =>
        facts.Count("optim_wrapper.accumulative_counts", "optimizer_config.cumulative_iters") is > 0 and var count ? count : 1;

    /// <summary>Updates of the whole training; null where it counts epochs.</summary>
    public long? Steps => facts.Count("train_cfg.max_iters", "runner.max_iters", "total_iters");

    /// <summary>Epochs of the whole training; null where it counts updates.</summary>
    public long? Epochs => facts.Count("train_cfg.max_epochs", "runner.max_epochs", "total_epochs");

    /// <summary>Devices; null where it does not say.</summary>
    public long? Devices =>
        facts.Paths.Count(path => path.StartsWith("gpu_ids[", StringComparison.Ordinal)) is > 0 and var count ? count : null;

    /// <summary>The optimizer's name; empty where it does not say.</summary>
    public string Optimizer => facts.Text("optim_wrapper.optimizer.type", "optimizer.type") ?? "";

    /// <summary>Base learning rate; null where it does not say.</summary>
    public double? LearningRate => facts.Number("optim_wrapper.optimizer.lr", "optimizer.lr");

    /// <summary>Seed; null where it does not say.</summary>
    public long? Seed => facts.Count("randomness.seed", "seed");

    /// <summary>Updates of warm-up; null where it does not say or says it in epochs.</summary>
    public long? WarmUp
    {
        get
        {
            if (facts.Count("lr_config.warmup_iters") is { } old)
            {
                return facts.Text("lr_config.warmup") is null ? 0 : old;
            }

            for (var place = 0; facts.Text($"param_scheduler[{place}].type") is { } type; place++)
            {
                if (type is "LinearLR" or "ConstantLR" && facts.Text($"param_scheduler[{place}].by_epoch") == "False"
                    && facts.Count($"param_scheduler[{place}].end") is { } end)
                {
                    return end - (facts.Count($"param_scheduler[{place}].begin") ?? 0);
                }
            }

            return facts.Text("param_scheduler[0].type", "lr_config.policy") is null ? null : 0;
        }
    }

    /// <summary>Width and height of a training crop, such as <c>512x512</c>; empty where it does not say.</summary>
    public string Crop => (facts.Count("crop_size[0]"), facts.Count("crop_size[1]")) switch
    {
        ({ } height, { } width) => $"{width.ToString(CultureInfo.InvariantCulture)}x{height.ToString(CultureInfo.InvariantCulture)}",
        _ => "",
    };

    /// <summary>The data set; empty where it does not say.</summary>
    public string Data
    {
        get
        {
            var type = facts.Text(
                "train_dataloader.dataset.dataset.type", "train_dataloader.dataset.type", "data.train.dataset.type", "data.train.type",
                "dataset_type") ?? "";
            return type.EndsWith("Dataset", StringComparison.Ordinal) && type.Length > "Dataset".Length ? type[..^"Dataset".Length] : type;
        }
    }

    /// <summary>Backbone and head, such as <c>MixVisionTransformer SegformerHead</c>; empty where it does not say.</summary>
    public string Model => string.Join(
        ' ',
        new[]
        {
            facts.Text("model.backbone.type"),
            facts.Text("model.decode_head.type", "model.decode_head[0].type", "model.panoptic_head.type"),
        }.OfType<string>());
}
