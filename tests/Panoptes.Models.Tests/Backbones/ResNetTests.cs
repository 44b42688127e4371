using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Backbones;

public sealed class ResNetTests
{
    [Theory]
    [InlineData(18, 11689512)]
    [InlineData(34, 21797672)]
    [InlineData(50, 25557032)]
    [InlineData(101, 44549160)]
    public void The_classifier_has_the_published_number_of_parameters(int depth, long parameters)
    {
        using var model = new ResNet(new ResNetConfig { Depth = depth, NumClasses = 1000 });
        Assert.Equal(parameters, model.NamedParameters().Sum(p => p.Tensor.Count));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Dilation_computes_the_strided_features_densely(int outputStride)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var config = new ResNetConfig { Depth = 50, DeepStem = true };
        using var strided = new ResNet(config);
        using var dilated = new ResNet(config.WithOutputStride(outputStride));
        foreach (var (_, tensor) in strided.NamedParameters().Where(p => p.Name.EndsWith("bn3.weight", StringComparison.Ordinal)))
        {
            tensor.FillInPlace(0.5);
        }

        dilated.LoadStateDict(strided.StateDict());
        strided.Eval();
        dilated.Eval();
        DenseFeatures.Check(strided, dilated);
    }

    [Fact]
    public void A_new_network_passes_its_stages_input_on()
    {
        using var scope = TensorScope.Open();
        using var model = new ResNet(new ResNetConfig { Depth = 18 });
        Assert.All(model.NamedParameters().Where(p => p.Name.EndsWith("bn2.weight", StringComparison.Ordinal)), p => Assert.Equal(
            0, p.Tensor.Abs().Max().Item()));
        var weight = model.NamedParameters().Single(p => p.Name == "layer3.1.conv1.weight").Tensor;
        Assert.Equal(Math.Sqrt(2.0 / (256 * 9)), weight.Square().Mean().Sqrt().Item(), 1e-3);
    }

    [Fact]
    public void An_unknown_depth_is_refused() => Assert.Throws<InputException>(() => new ResNet(new ResNetConfig { Depth = 42 }));
}
