using Panoptes.Foundation;
using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Loading;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Weights;

public sealed class DinoWeightsTests
{
    private static readonly DinoConfig Thin = new() { Width = 16, Depth = 4, Heads = 2, ImageSize = 56, FeatureBlocks = [3] };

    [Theory]
    [InlineData("")]
    [InlineData("teacher.backbone.")]
    public void Names_of_the_release_fill_it_with_and_without_a_prefix(string prefix)
    {
        using var file = new SavedModule(new DinoTransformer(Thin.WithRegisters()), name => prefix + name);
        using var model = new DinoTransformer(Thin.WithRegisters());
        Assert.Equal(1, WeightLoader.Load(model, file.Weights, null, 1).Coverage);
        file.CheckEqual(model);
    }

    [Fact]
    public void Blocks_in_chunks_fill_it()
    {
        using var file = new SavedModule(
            new DinoTransformer(Thin),
            name => name.StartsWith("blocks.", StringComparison.Ordinal) ? $"blocks.{(name[7] - '0') / 2}.{name[7..]}" : name);
        using var model = new DinoTransformer(Thin);
        Assert.Contains("chunks", WeightLoader.Load(model, file.Weights, null, 1).Mapping);
        file.CheckEqual(model);
    }

    [Fact]
    public void Weights_with_registers_are_refused_by_a_model_without_and_the_other_way_round()
    {
        CheckRefused(Thin.WithRegisters(), Thin, "4 register tokens");
        CheckRefused(Thin, Thin.WithRegisters(), "0 register tokens");
    }

    [Fact]
    public void A_position_embedding_of_other_images_is_refused() =>
        CheckRefused(Thin with { ImageSize = 42 }, Thin, "a position embedding of 10 tokens");

    [Fact]
    public void Other_patches_are_refused() => CheckRefused(Thin with { Patch = 8, ImageSize = 32 }, Thin, "patches of 8x8 pixels");

    [Fact]
    public void Positions_are_resized_for_other_sizes_only()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = new DinoTransformer(Thin);
        using var plain = new DinoTransformer(Thin with { InterpolationOffset = 0 });
        plain.LoadStateDict(model.StateDict());
        foreach (var (height, width, isResized) in new[] { (56, 56, false), (50, 53, false), (42, 56, true), (28, 112, true) })
        {
            var images = Ops.Randn([1, 3, height, width]);
            var (a, b) = (model.Forward(images)[0], plain.Forward(images)[0]);
            Assert.Equal([1, 16, (height + 13) / 14, (width + 13) / 14], a.Shape.ToArray());
            Assert.Equal(isResized, (a - b).Abs().Max().Item() > 0);
        }
    }

    private static void CheckRefused(DinoConfig saved, DinoConfig wanted, string reason)
    {
        using var file = new SavedModule(new DinoTransformer(saved), name => name);
        using var model = new DinoTransformer(wanted);
        Assert.Contains(reason, Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights, null, 0)).Message);
    }
}
