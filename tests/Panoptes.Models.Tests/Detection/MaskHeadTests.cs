using Panoptes.Models.Detection;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Detection;

public sealed class MaskHeadTests
{
    [Theory]
    [InlineData(MemoryFormat.Contiguous)]
    [InlineData(MemoryFormat.ChannelsLast)]
    public void Masks_of_no_box_are_none_and_weights_have_gradients_of_0(MemoryFormat format)
    {
        using var scope = TensorScope.Open();
        using var head = new MaskHead(8, 8, 3);
        head.ToMemoryFormat(format);
        var masks = head.Forward(Tensor.Zeros([0, 8, 14, 14]));
        Assert.Equal([0L, 3, 28, 28], masks.Shape.ToArray());
        masks.Sum().Backward();
        Assert.All(head.NamedParameters(), parameter => Assert.Equal(0, parameter.Tensor.Grad?.Abs().Sum().Item() ?? 0));
    }
}
