using System.Globalization;
using System.Text.RegularExpressions;
using Panoptes.Foundation;
using Panoptes.Models.Backbones.Swin;
using Panoptes.Models.Heads;
using Panoptes.Models.Loading;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Weights;

public sealed class SwinWeightsTests
{
    private static readonly SwinConfig Thin = new() { Width = 24, Depths = [1, 2, 2, 1], Heads = [1, 2, 4, 8], Window = 4 };

    [Fact]
    public void Mmsegmentations_names_and_column_order_fill_a_Swin()
    {
        using var file = new SavedModule(
            Trained(), (name, tensor) => ("backbone." + MmsegName(name), IsMerging(name) ? ByChannel(tensor) : tensor));
        using var model = new SwinTransformer(Thin);
        var report = WeightLoader.Load(model, file.Weights, null, 1);
        Assert.Contains("mmsegmentation's Swin", report.Mapping);
        Assert.Empty(report.Unexpected);
        file.CheckEqual(model);
    }

    [Fact]
    public void Timms_names_without_index_fill_the_backbone_of_a_segmenter()
    {
        using var file = new SavedModule(
            Trained(),
            (name, tensor) => name.EndsWith("relative_position_index", StringComparison.Ordinal) ? null : (TimmName(name), tensor),
            ("norm.weight", Tensor.Ones([192])), ("head.fc.weight", Tensor.Zeros([10, 192])));
        using var model = new EncoderDecoder(new SwinTransformer(Thin), new UperHeadConfig { Channels = 8 });
        var report = WeightLoader.Load(model, file.Weights, null, 1);
        Assert.Contains("timm's Swin", report.Mapping);
        Assert.Equal(("backbone", 1.0), (report.Scope, report.Coverage));
        Assert.Equal(["head.fc.weight", "norm.weight"], report.Unexpected.Order());
        file.CheckEqual(model.Backbone);
    }

    [Fact]
    public void Torchvisions_names_and_flat_index_fill_the_backbone_of_a_segmenter()
    {
        using var file = new SavedModule(
            Trained(),
            (name, tensor) => Regex.IsMatch(name, @"^norm\d")
                ? null
                : (TorchvisionName(name), name.EndsWith("relative_position_index", StringComparison.Ordinal) ? tensor.Flatten() : tensor),
            ("norm.weight", Tensor.Ones([192])), ("head.weight", Tensor.Zeros([10, 192])));
        using var model = new EncoderDecoder(new SwinTransformer(Thin), new UperHeadConfig { Channels = 8 });
        var report = WeightLoader.Load(model, file.Weights);
        Assert.Contains("torchvision's Swin", report.Mapping);
        Assert.Equal("backbone", report.Scope);
        Assert.All(report.Missing, name => Assert.Matches(@"^backbone\.norm\d\.", name));
        Assert.Equal(8, report.Missing.Count);
        Assert.Equal(["head.weight", "norm.weight"], report.Unexpected.Order());
        file.CheckEqual(model.Backbone);
    }

    [Fact]
    public void The_original_classifier_fills_all_but_the_norms_of_the_stages()
    {
        using var file = new SavedModule(
            Trained(),
            (name, tensor) => Regex.IsMatch(name, @"^norm\d") ? null : (name, tensor),
            ("layers.0.blocks.1.attn_mask", Tensor.Zeros([64, 16, 16])), ("norm.weight", Tensor.Ones([192])),
            ("head.weight", Tensor.Zeros([10, 192])));
        using var model = new SwinTransformer(Thin);
        var report = WeightLoader.Load(model, file.Weights);
        Assert.Equal(
            ["norm0.bias", "norm0.weight", "norm1.bias", "norm1.weight", "norm2.bias", "norm2.weight", "norm3.bias", "norm3.weight"],
            report.Missing.Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Trained_weights_whose_names_and_column_order_disagree_are_refused_and_change_nothing(bool hasMmsegNames)
    {
        using var file = new SavedModule(Trained(), (name, tensor) => (
            hasMmsegNames ? MmsegName(name) : name, IsMerging(name) && !hasMmsegNames ? ByChannel(tensor) : tensor));
        using var model = new SwinTransformer(Thin);
        var before = model.StateDict()[0].Tensor.ToArray<float>();
        var error = Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights));
        Assert.Contains(hasMmsegNames ? "under mmsegmentation's names" : "under the names of a release that does not", error.Message);
        Assert.Equal(before, model.StateDict()[0].Tensor.ToArray<float>());
    }

    // What right files may hold that is unlike usual training: nothing learnt, neighbors with a level of their own, channels in order,
    // channels that are all alike.
    [Theory]
    [InlineData("random", true)]
    [InlineData("random", false)]
    [InlineData("levels", true)]
    [InlineData("levels", false)]
    [InlineData("sorted", true)]
    [InlineData("sorted", false)]
    [InlineData("fresh", true)]
    [InlineData("fresh", false)]
    public void Right_files_are_taken_whatever_their_values(string values, bool hasMmsegNames)
    {
        using var file = new SavedModule(With(values), (name, tensor) => (
            hasMmsegNames ? MmsegName(name) : name, IsMerging(name) && hasMmsegNames ? ByChannel(tensor) : tensor));
        using var model = new SwinTransformer(Thin);
        Assert.Equal(1, WeightLoader.Load(model, file.Weights, null, 1).Coverage);
        file.CheckEqual(model);
    }

    [Fact]
    public void Another_window_is_refused_with_both_sizes()
    {
        using var file = new SavedModule(new SwinTransformer(Thin with { Window = 6 }), name => name);
        using var model = new SwinTransformer(Thin);
        var error = Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights, null, 0));
        Assert.Contains("6x6", error.Message);
        Assert.Contains("4x4", error.Message);
    }

    [Fact]
    public void An_index_in_another_order_is_refused()
    {
        using var file = new SavedModule(
            Trained(), (name, tensor) => (name, name.EndsWith("relative_position_index", StringComparison.Ordinal) ? tensor.T() : tensor));
        using var model = new SwinTransformer(Thin);
        Assert.Contains("relative_position_index", Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights)).Message);
    }

    [Fact]
    public void A_deeper_network_of_the_same_width_is_refused()
    {
        using var file = new SavedModule(new SwinTransformer(Thin with { Depths = [1, 2, 3, 1] }), name => name);
        using var model = new SwinTransformer(Thin);
        Assert.Contains("layers.2.blocks.2", Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights)).Message);
    }

    // Weights as training leaves them where it matters here: a channel means nearly the same in all four neighbors.
    private static SwinTransformer Trained()
    {
        var model = new SwinTransformer(Thin);
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        foreach (var (_, tensor) in model.StateDict().Where(t => IsMerging(t.Name) && t.Tensor.Rank == 1))
        {
            tensor.CopyInPlace(Ops.Rand([tensor.Count / 4]).Repeat([4]) + (Ops.Rand([tensor.Count]) * 0.2));
        }

        return model;
    }

    private static SwinTransformer With(string values)
    {
        var model = new SwinTransformer(Thin);
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        foreach (var (_, tensor) in model.StateDict().Where(t => IsMerging(t.Name) && t.Tensor.Rank == 1 && values != "fresh"))
        {
            var channels = tensor.Count / 4;
            tensor.CopyInPlace(values switch
            {
                "levels" => Tensor.From<float>([0.2f, 0.7f, 1.2f, 1.7f], 4).RepeatInterleave(channels) + (Ops.Rand([tensor.Count]) * 0.05),
                "sorted" => (Ops.Arange(channels).To(DType.Float32) * 0.01).Repeat([4]) + (Ops.Rand([tensor.Count]) * 0.01),
                _ => Ops.Rand([tensor.Count]),
            });
        }

        return model;
    }

    private static bool IsMerging(string name) => name.Contains("downsample", StringComparison.Ordinal);

    // mmsegmentation's converter (tools/model_converters/swin2mmseg.py): neighbors 0, 2, 1, 3 of each channel side by side.
    private static Tensor ByChannel(Tensor tensor)
    {
        var neighbors = tensor.Reshape([-1, 4, tensor.Size(-1) / 4]);
        var ordered = Ops.Stack([neighbors.Select(1, 0), neighbors.Select(1, 2), neighbors.Select(1, 1), neighbors.Select(1, 3)], -1);
        return ordered.Reshape(tensor.Shape);
    }

    private static string MmsegName(string name) => name
        .Replace("layers.", "stages.")
        .Replace(".attn.", ".attn.w_msa.")
        .Replace(".mlp.fc1.", ".ffn.layers.0.0.")
        .Replace(".mlp.fc2.", ".ffn.layers.1.")
        .Replace("patch_embed.proj.", "patch_embed.projection.");

    // torchvision/models/swin_transformer.py: patches, then stages and mergings by turns, in one Sequential; the MLP is one, too.
    private static string TorchvisionName(string name)
    {
        var moved = Regex.Replace(name, @"^layers\.(\d)\.(blocks|downsample)\.", match =>
        {
            var stage = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            return $"features.{(2 * stage) + (match.Groups[2].Value == "blocks" ? 1 : 2)}.";
        });
        return moved
            .Replace("patch_embed.proj.", "features.0.0.")
            .Replace("patch_embed.norm.", "features.0.2.")
            .Replace(".mlp.fc1.", ".mlp.0.")
            .Replace(".mlp.fc2.", ".mlp.3.");
    }

    private static string TimmName(string name) =>
        Regex.Replace(
            name, @"^layers\.(\d)\.downsample",
            match => $"layers.{int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 1}.downsample");
}
