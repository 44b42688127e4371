using Panoptes.Experiments.Sessions;
using Panoptes.Export.Models;
using Panoptes.Foundation;
using Panoptes.Inference.Contracts;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Evaluation;

namespace Panoptes.Export.Sessions;

/// <summary>What the readers of a model's graph are told.</summary>
internal static class RunContract
{
    /// <summary>Gathers it.</summary>
    public static ModelContract Of(UsedModel used, Segmenter model, ModelExport export, ExportOptions options, string weights)
    {
        var (config, evaluation) = (used.Config, used.Config.Train.Evaluation);
        return new ModelContract
        {
            Model = config.Model.Name,
            Task = used.Task.ToString().ToLowerInvariant(),
            Weights = weights,
            Classes = [.. used.Classes.Select(entry => new ModelClass(entry.Name, entry.Color, entry.IsThing, entry.RawId))],
            Mean = [.. config.Augmentation.Mean.Select(value => (float)value)],
            Std = [.. config.Augmentation.Std.Select(value => (float)value)],
            Size = export.Shape.FreeSize
                ? Free(evaluation, export.Multiple)
                : new SizeRule { Fixed = [export.Shape.Height, export.Shape.Width] },
            Outputs = export.Kind switch
            {
                var kind when kind == typeof(MaskSet) => OutputKind.Masks,
                var kind when kind == typeof(Detections) => OutputKind.Objects,
                var kind when kind == typeof(SemanticOutputs) => options.Reading ? OutputKind.Labels : OutputKind.Logits,
                _ => OutputKind.Kernels,
            },
            AlignCorners = export.AlignCorners,
            MaskStride = MaskStride(export),
            ObjectScore = evaluation.Panoptic.ObjectScore ?? new ModelContract().ObjectScore,
            Overlap = evaluation.Panoptic.Overlap ?? new ModelContract().Overlap,
            Things = (model as MaskRcnn)?.Things.Things,
            MaskScore = (model as MaskRcnn)?.Reading.MaskScore,
            Precision = options.Precision.ToString().ToLowerInvariant(),
        };
    }

    private static SizeRule Free(EvaluationConfig evaluation, int multiple) => new()
    {
        Fit = evaluation.Size.Count == 2 ? evaluation.Size : null,
        ShortSide = evaluation.ShortSide,
        LongSideMax = evaluation.LongSideMax,
        Multiple = multiple,
    };

    // Masks span the input, or the input padded to the network's stride.
    private static int MaskStride(ModelExport export)
    {
        if (export.MaskSpans.All(span => span.Input == span.Masks))
        {
            return 1;
        }

        return Array.Find([4, 8, 14, 16, 32], stride => export.MaskSpans.All(span => span.Masks ==
            (Up(span.Input.Height, stride), Up(span.Input.Width, stride)))) is var found and > 0
            ? found
            : throw new InputException(
                "--size", $"an input of {export.Shape.Height}x{export.Shape.Width}, whose masks span another size",
                "the size that the network was made for", "give that one");
    }

    private static int Up(int length, int stride) => (length + stride - 1) / stride * stride;
}
