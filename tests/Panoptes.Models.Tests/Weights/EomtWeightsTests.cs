using Panoptes.Foundation;
using Panoptes.Models.Backbones.Dino;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.PlainMasks;
using Panoptes.Models.Loading;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Weights;

public sealed class EomtWeightsTests : IDisposable
{
    private const string Encoder = "network.encoder.backbone.";

    private static readonly EomtOptions Tiny = new()
    {
        Width = 48,
        Heads = 3,
        Depth = 3,
        LateBlocks = 2,
        Queries = 4,
        ImageSize = [64, 96],
    };

    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-eomt-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void DINOv2_with_registers_fills_the_encoder_and_is_resampled()
    {
        using var scope = TensorScope.Open();
        var path = Path.Combine(folder, "dinov2.safetensors");
        using var release = new DinoTransformer(new DinoConfig { Width = 48, Depth = 3, Heads = 3, ImageSize = 112, FeatureBlocks = [2] }
            .WithRegisters());
        SafetensorsWriter.Write(path, release);
        using var model = Create(Tiny);
        var queries = Tensors(model)["network.q.weight"].ToArray<float>();
        using var file = WeightFile.Open(path);
        var report = WeightLoader.Load(model, file, Config(Tiny));
        Assert.Equal("backbone", report.Scope);
        Assert.Equal(1, report.Coverage);
        Assert.Equal(["mask_token"], report.Unexpected);
        var (own, given) = (Tensors(model), release.StateDict().ToDictionary(t => t.Name, t => t.Tensor));
        Assert.Equal(queries, own["network.q.weight"].ToArray<float>());
        Assert.Equal(given["blocks.1.attn.qkv.weight"].ToArray<float>(), own[Encoder + "blocks.1.attn.qkv.weight"].ToArray<float>());
        Assert.Equal(given["register_tokens"].ToArray<float>(), own[Encoder + "reg_token"].ToArray<float>());
        var token = given["cls_token"] + given["pos_embed"].Narrow(1, 0, 1);
        Assert.Equal(token.ToArray<float>(), own[Encoder + "cls_token"].ToArray<float>());
        var grid = PositionResampling.Resize(given["pos_embed"].Narrow(1, 1, 64), (8, 8), (4, 6));
        Assert.Equal(grid.ToArray<float>(), own[Encoder + "pos_embed"].ToArray<float>());
    }

    [Fact]
    public void A_resampled_kernel_answers_an_enlarged_patch_as_the_old_one_answered_the_patch()
    {
        using var scope = TensorScope.Open();
        var (kernel, patch) = (Ops.Randn([2, 3, 14, 14]), Ops.Randn([1, 3, 14, 14]));
        var larger = patch.UpsampleBicubic2dAa([16, 16], false);
        var before = patch.Conv2d(kernel).Flatten().ToArray<float>();
        var after = larger.Conv2d(PatchResampling.Resample(kernel, 16)).Flatten().ToArray<float>();
        Assert.All(before.Zip(after), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-3));
    }

    [Fact]
    public void A_published_checkpoint_goes_round_by_its_names_without_the_criterions_weights()
    {
        using var scope = TensorScope.Open();
        var path = Path.Combine(folder, "eomt.safetensors");
        using var trained = Create(Tiny);
        trained.Hold([0, 0.5]);
        SafetensorsWriter.Write(path, [.. trained.StateDict(), ("criterion.empty_weight", Tensor.Ones([5]))]);
        using var model = Create(Tiny);
        using var file = WeightFile.Open(path);
        var report = WeightLoader.Load(model, file, Config(Tiny));
        Assert.Equal(1, report.Coverage);
        Assert.Equal(["criterion.empty_weight"], report.Unexpected);
        Assert.All(trained.StateDict().Zip(model.StateDict()), pair =>
            Assert.True(pair.First.Tensor.Bytes().SequenceEqual(pair.Second.Tensor.Bytes()), pair.First.Name));
    }

    [Fact]
    public void The_positions_of_a_trained_model_are_never_resized()
    {
        var path = Path.Combine(folder, "eomt.safetensors");
        using (var trained = Create(Tiny))
        {
            SafetensorsWriter.Write(path, trained);
        }

        var other = Tiny with { ImageSize = [96, 96] };
        using var model = Create(other);
        using var file = WeightFile.Open(path);
        var refused = Assert.Throws<InputException>(() => WeightLoader.Load(model, file, Config(other))).Message;
        Assert.Contains("24 patches", refused);
        Assert.Contains("96x96", refused);
        Assert.Contains("model.image_size", refused);
    }

    private static Dictionary<string, Tensor> Tensors(Eomt model) => model.StateDict().ToDictionary(t => t.Name, t => t.Tensor);

    private static ModelConfig Config(EomtOptions options) => new() { Name = "eomt_t", NumClasses = 4, Options = options };

    private static Eomt Create(EomtOptions options) => (Eomt)ModelCatalog.Create(Config(options));
}
