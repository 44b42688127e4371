using Panoptes.Models.Outputs;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Outputs;

public sealed class SemanticOutputsTests
{
    [Theory]
    [InlineData(false, 0.75)]
    [InlineData(true, 0.8)]
    public void Logits_are_resized_as_their_head_was_made_for(bool alignCorners, float second)
    {
        using var scope = TensorScope.Open();
        var ramp = Tensor.From([0f, 1f, 2f], [1, 1, 1, 3]);
        var outputs = new SemanticOutputs(ramp, new Dictionary<string, Tensor> { ["aux"] = ramp * 2 }) { AlignCorners = alignCorners };
        Assert.Equal(second, outputs.LogitsAt(1, 6).ToArray<float>()[2], 1e-5f);
        Assert.Equal(2 * second, outputs.AuxiliaryAt("aux", 1, 6).ToArray<float>()[2], 1e-5f);
        Assert.Same(ramp, outputs.LogitsAt(1, 3));
    }
}
