using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

/// <summary>
/// A segmentation model as HRNet's authors publish them, thin and with random values: names and shapes by the rules of their
/// constructors, and what they compute in evaluation (HRNet/HRNet-Semantic-Segmentation, lib/models/seg_hrnet.py, seg_hrnet_ocr.py).
/// Apart from its tensors it shares nothing with the model under test.
/// </summary>
internal sealed class AuthorsHrNet : IDisposable
{
    public const int Width = 4;
    public const int Classes = 3;
    public const int OcrWidth = 16;
    public const int KeyWidth = 8;

    private static readonly int[] Widths = [Width, 2 * Width, 4 * Width, 8 * Width];
    private readonly TemporaryFolder folder = new();
    private readonly List<(string Name, Tensor Tensor)> entries = [];
    private readonly Dictionary<string, Tensor> tensors;
    private readonly bool hasOcr;

    /// <summary>One bottleneck, one module a stage with one block a branch; with OCR or without.</summary>
    public AuthorsHrNet(bool hasOcr, string prefix = "")
    {
        this.hasOcr = hasOcr;
        ConvNorm("conv1", "bn1", 64, 3, 3);
        ConvNorm("conv2", "bn2", 64, 64, 3);
        ConvNorm("layer1.0.conv1", "layer1.0.bn1", 64, 64, 1);
        ConvNorm("layer1.0.conv2", "layer1.0.bn2", 64, 64, 3);
        ConvNorm("layer1.0.conv3", "layer1.0.bn3", 256, 64, 1);
        ConvNorm("layer1.0.downsample.0", "layer1.0.downsample.1", 256, 64, 1);
        ConvNorm("transition1.0.0", "transition1.0.1", Width, 256, 3);
        ConvNorm("transition1.1.0.0", "transition1.1.0.1", 2 * Width, 256, 3);
        Stage(2);
        ConvNorm("transition2.2.0.0", "transition2.2.0.1", Widths[2], Widths[1], 3);
        Stage(3);
        ConvNorm("transition3.3.0.0", "transition3.3.0.1", Widths[3], Widths[2], 3);
        Stage(4);
        var all = Widths.Sum();
        var head = hasOcr ? "aux_head" : "last_layer";
        ConvNorm($"{head}.0", $"{head}.1", all, all, 1, hasBias: true);
        Conv($"{head}.3", Classes, all, 1, hasBias: true);
        if (hasOcr)
        {
            ConvNorm("conv3x3_ocr.0", "conv3x3_ocr.1", OcrWidth, all, 3, hasBias: true);
            foreach (var part in new[] { "f_pixel", "f_object" })
            {
                ConvNorm(
                    $"ocr_distri_head.object_context_block.{part}.0", $"ocr_distri_head.object_context_block.{part}.1.0", KeyWidth,
                    OcrWidth, 1);
                ConvNorm(
                    $"ocr_distri_head.object_context_block.{part}.2", $"ocr_distri_head.object_context_block.{part}.3.0", KeyWidth,
                    KeyWidth, 1);
            }

            ConvNorm(
                "ocr_distri_head.object_context_block.f_down.0", "ocr_distri_head.object_context_block.f_down.1.0", KeyWidth, OcrWidth, 1);
            ConvNorm("ocr_distri_head.object_context_block.f_up.0", "ocr_distri_head.object_context_block.f_up.1.0", OcrWidth, KeyWidth, 1);
            ConvNorm("ocr_distri_head.conv_bn_dropout.0", "ocr_distri_head.conv_bn_dropout.1.0", OcrWidth, 2 * OcrWidth, 1);
            Conv("cls_head", Classes, OcrWidth, 1, hasBias: true);
        }

        tensors = entries.ToDictionary(entry => entry.Name, entry => entry.Tensor);
        SafetensorsWriter.Write(folder["w"], [.. entries.Select(entry => (prefix + entry.Name, entry.Tensor)), (
            "loss.criterion.weight", Tensor.Ones([Classes]))]);
        File = WeightFile.Open(folder["w"]);
    }

    /// <summary>Its state dictionary, and the class weights that the authors' training keeps with it.</summary>
    public WeightFile File { get; }

    /// <summary>How many tensors belong to the network.</summary>
    public int Count => entries.Count;

    /// <summary>Logits at a quarter of the images' size: the plain head's, or those refined by OCR; in the images' precision.</summary>
    public Tensor Forward(Tensor images, bool alignCorners)
    {
        var x = Relu("conv2", "bn2", Relu("conv1", "bn1", images, 2), 2);
        var inner = Norm(
            "layer1.0.bn3", Apply("layer1.0.conv3", Relu("layer1.0.conv2", "layer1.0.bn2", Relu("layer1.0.conv1", "layer1.0.bn1", x))));
        x = (inner + Norm("layer1.0.downsample.1", Apply("layer1.0.downsample.0", x))).Relu();
        Tensor[] maps = [Relu("transition1.0.0", "transition1.0.1", x), Relu("transition1.1.0.0", "transition1.1.0.1", x, 2)];
        maps = Module(2, maps, alignCorners);
        maps = Module(3, [.. maps, Relu("transition2.2.0.0", "transition2.2.0.1", maps[^1], 2)], alignCorners);
        maps = Module(4, [.. maps, Relu("transition3.3.0.0", "transition3.3.0.1", maps[^1], 2)], alignCorners);
        var features = Ops.Cat([.. maps.Select(map => Resized(map, maps[0], alignCorners))], 1);
        if (!hasOcr)
        {
            return Apply("last_layer.3", Relu("last_layer.0", "last_layer.1", features));
        }

        var coarse = Apply("aux_head.3", Relu("aux_head.0", "aux_head.1", features));
        var pixels = Relu("conv3x3_ocr.0", "conv3x3_ocr.1", features);
        var (height, width) = (pixels.Size(2), pixels.Size(3));
        var regions = coarse.Flatten(2).Softmax(2).Matmul(pixels.Flatten(2).Transpose(1, 2)).Transpose(1, 2).Unsqueeze(3);
        const string Block = "ocr_distri_head.object_context_block.";
        Tensor Key(string part, Tensor map) =>
            Relu($"{Block}{part}.2", $"{Block}{part}.3.0", Relu($"{Block}{part}.0", $"{Block}{part}.1.0", map)).Flatten(2);
        var likeness = (Key("f_pixel", pixels).Transpose(1, 2).Matmul(Key("f_object", regions)) * (1 / Math.Sqrt(KeyWidth))).Softmax(-1);
        var values = Relu($"{Block}f_down.0", $"{Block}f_down.1.0", regions).Flatten(2).Transpose(1, 2);
        var context = Relu($"{Block}f_up.0", $"{Block}f_up.1.0", likeness.Matmul(values).Transpose(1, 2)
            .Reshape([images.Size(0), KeyWidth, height, width]));
        return Apply("cls_head", Relu(
            "ocr_distri_head.conv_bn_dropout.0", "ocr_distri_head.conv_bn_dropout.1.0", Ops.Cat([context, pixels], 1)));
    }

    public void Dispose()
    {
        File.Dispose();
        folder.Dispose();
    }

    private void Stage(int stage)
    {
        for (var branch = 0; branch < stage; branch++)
        {
            var block = $"stage{stage}.0.branches.{branch}.0";
            ConvNorm($"{block}.conv1", $"{block}.bn1", Widths[branch], Widths[branch], 3);
            ConvNorm($"{block}.conv2", $"{block}.bn2", Widths[branch], Widths[branch], 3);
        }

        for (var to = 0; to < stage; to++)
        {
            for (var from = 0; from < stage; from++)
            {
                var path = $"stage{stage}.0.fuse_layers.{to}.{from}";
                if (from > to)
                {
                    ConvNorm($"{path}.0", $"{path}.1", Widths[to], Widths[from], 1);
                }

                for (var step = 0; step < to - from; step++)
                {
                    ConvNorm($"{path}.{step}.0", $"{path}.{step}.1", step == to - from - 1 ? Widths[to] : Widths[from], Widths[from], 3);
                }
            }
        }
    }

    private Tensor[] Module(int stage, Tensor[] maps, bool alignCorners)
    {
        var own = maps.Select((map, branch) =>
        {
            var block = $"stage{stage}.0.branches.{branch}.0";
            return (Norm($"{block}.bn2", Apply($"{block}.conv2", Relu($"{block}.conv1", $"{block}.bn1", map))) + map).Relu();
        }).ToArray();
        return [.. own.Select((map, to) => own.Select((other, from) =>
        {
            var path = $"stage{stage}.0.fuse_layers.{to}.{from}";
            if (from > to)
            {
                return Resized(Norm($"{path}.1", Apply($"{path}.0", other)), map, alignCorners);
            }

            for (var step = 0; step < to - from; step++)
            {
                other = Norm($"{path}.{step}.1", Apply($"{path}.{step}.0", other, 2));
                other = step < to - from - 1 ? other.Relu() : other;
            }

            return other;
        }).Aggregate((sum, term) => sum + term).Relu())];
    }

    private static Tensor Resized(Tensor x, Tensor like, bool alignCorners) =>
        x.UpsampleBilinear2d([like.Size(2), like.Size(3)], alignCorners);

    private Tensor Relu(string conv, string norm, Tensor x, int stride = 1) => Norm(norm, Apply(conv, x, stride)).Relu();

    private Tensor Apply(string conv, Tensor x, int stride = 1)
    {
        var weight = tensors[$"{conv}.weight"].To(x.DType);
        var half = weight.Size(2) / 2;
        return x.Conv2d(weight, tensors.GetValueOrDefault($"{conv}.bias")?.To(x.DType), [stride, stride], [half, half]);
    }

    private Tensor Norm(string norm, Tensor x)
    {
        Tensor Of(string part) => tensors[$"{norm}.{part}"].To(x.DType).View([1, -1, 1, 1]);
        return ((x - Of("running_mean")) / (Of("running_var") + 1e-5).Sqrt() * Of("weight")) + Of("bias");
    }

    private void ConvNorm(string conv, string norm, long outputs, long inputs, long kernel, bool hasBias = false)
    {
        Conv(conv, outputs, inputs, kernel, hasBias);
        entries.Add(($"{norm}.weight", Ops.Rand([outputs]) + 0.5));
        entries.Add(($"{norm}.bias", Ops.Randn([outputs]) * 0.1));
        entries.Add(($"{norm}.running_mean", Ops.Randn([outputs]) * 0.1));
        entries.Add(($"{norm}.running_var", Ops.Rand([outputs]) + 0.5));
        entries.Add(($"{norm}.num_batches_tracked", Tensor.Zeros([], DType.Int64)));
    }

    private void Conv(string conv, long outputs, long inputs, long kernel, bool hasBias)
    {
        entries.Add(($"{conv}.weight", Ops.Randn([outputs, inputs, kernel, kernel]) * Math.Sqrt(2.0 / (inputs * kernel * kernel))));
        if (hasBias)
        {
            entries.Add(($"{conv}.bias", Ops.Randn([outputs]) * 0.3));
        }
    }
}
