using Panoptes.Models.Catalog;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Segmenters;

public sealed class PreparedInferenceTests
{
    [Theory]
    [InlineData("deeplabv3plus_mobilenetv2", 30)]
    [InlineData("fcn_hrnet_w18s", 50)]
    [InlineData("pspnet_r50", 50)]
    [InlineData("segformer_b0", 4)]
    [InlineData("segnext_t", 3)]
    public void A_prepared_model_gives_the_same_to_rounding(string name, int leastFolded)
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(8);
        using var model = ModelCatalog.Create(new ModelConfig { Name = name, NumClasses = 5 });
        using var noGrad = Autograd.NoGrad();
        foreach (var (buffer, tensor) in model.NamedBuffers())
        {
            // Statistics as a training leaves them: nothing of a normalization may be left out.
            _ = buffer.EndsWith("running_mean", StringComparison.Ordinal) ? tensor.UniformInPlace(-0.2, 0.2)
                : buffer.EndsWith("running_var", StringComparison.Ordinal) ? tensor.UniformInPlace(0.5, 2) : tensor;
        }

        model.Eval();
        var images = Ops.Randn([1, 3, 65, 97]);
        var expected = ((SemanticOutputs)model.Forward(images)).Logits.ToArray<float>();
        var before = TensorScope.LiveTensors;
        using var prepared = model.PrepareInference();

        // Two tensors a folded pair.
        Assert.InRange(TensorScope.LiveTensors - before, 2 * leastFolded, long.MaxValue);
        var actual = ((SemanticOutputs)model.Forward(images)).Logits.ToArray<float>();
        var scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 2e-5f * scale));
    }
}
