using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Espnet;
using Panoptes.Models.Loading;
using Panoptes.Models.Outputs;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

public sealed class EspNetWeightsTests
{
    [NeedsSharedTheory("weights")]
    [InlineData("espnetv2_100", "espnetv2_s_1.0_city_1024x512", 19, true)]
    [InlineData("espnetv2_200", "espnetv2_s_2.0_city_1024x512", 19, true)]
    [InlineData("espnetv2_200", "espnetv2_s_2.0_pascal_384x384", 21, false)]
    public void Every_tensor_of_a_published_file_finds_its_place(string model, string file, int classes, bool hasVoid)
    {
        using var scope = TensorScope.Open();
        var config = Config(model, classes, hasVoid);
        using var network = ModelCatalog.Create(config);
        using var weights = WeightFile.Open(SharedFiles.Path($"weights/{file}.pth")!);
        var report = WeightLoader.Load(network, weights, config);
        Assert.Equal(1, report.Coverage);
        Assert.Empty(report.Missing);
        Assert.Empty(report.Unexpected);
    }

    [Fact]
    public void The_void_output_is_never_predicted()
    {
        using var scope = TensorScope.Open();
        using var network = ModelCatalog.Create(Config("espnetv2_050", 19, hasVoid: true));
        network.Eval();
        using var noGrad = Autograd.NoGrad();
        var logits = ((SemanticOutputs)network.Forward(Ops.Randn([1, 3, 64, 96]))).Logits;
        Assert.Equal([1, 19, 32, 48], logits.Shape.ToArray());
        Assert.Equal(20, network.StateDict().Single(entry => entry.Name == "decode_head.conv_seg.weight").Tensor.Size(0));
    }

    private static ModelConfig Config(string model, int classes, bool hasVoid) =>
        new() { Name = model, NumClasses = classes, Options = new EspNetOptions { VoidClass = hasVoid } };
}
