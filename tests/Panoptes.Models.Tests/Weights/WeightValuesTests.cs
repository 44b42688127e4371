using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Dilated;
using Panoptes.Models.Loading;
using Panoptes.Tensors;

namespace Panoptes.Models.Tests.Weights;

/// <summary>Values that no trained network has are refused with the tensor's name, and change nothing.</summary>
public sealed class WeightValuesTests
{
    private const string Kernel = "backbone.layer3.1.conv2.weight";
    private const string Mean = "backbone.layer2.0.bn1.running_mean";
    private const string Variance = "backbone.layer4.1.bn2.running_var";
    private static readonly ModelConfig Config =
        new() { Name = "fcn_r18", NumClasses = 4, Options = new DilatedOptions { HeadChannels = 8 } };

    [Theory]
    [InlineData(Kernel, double.NaN, "NaN or infinity")]
    [InlineData(Kernel, double.PositiveInfinity, "NaN or infinity")]
    [InlineData(Mean, double.NegativeInfinity, "NaN or infinity")]
    [InlineData(Variance, double.NaN, "NaN or infinity")]
    [InlineData(Variance, -1e-9, "negative variance")]
    public void One_bad_number_is_refused_with_its_tensor(string name, double value, string reason) => Refuse(name, tensor =>
    {
        var copy = tensor.Clone();
        copy.View([-1]).Narrow(0, copy.Count - 1, 1).FillInPlace(value);
        return copy;
    }, reason);

    [Theory]
    [InlineData(DType.Int8)]
    [InlineData(DType.UInt8)]
    [InlineData(DType.Int32)]
    [InlineData(DType.Int64)]
    [InlineData(DType.Bool)]
    public void Integers_for_a_floating_point_parameter_are_refused(DType type) => Refuse(Kernel, tensor => tensor.To(type), "integers");

    [Fact]
    public void A_double_beyond_single_precision_is_refused() =>
        Refuse(Kernel, tensor => tensor.To(DType.Float64) * 0 + 1e300, "NaN or infinity");

    [Fact]
    public void A_variance_of_zero_is_taken()
    {
        using var file = new SavedModule(ModelCatalog.Create(Config), (name, tensor) => (name, name == Variance ? tensor * 0 : tensor));
        using var model = ModelCatalog.Create(Config);
        Assert.Equal(1, WeightLoader.Load(model, file.Weights, null, 1).Coverage);
    }

    private static void Refuse(string name, Func<Tensor, Tensor> change, string reason)
    {
        using var file = new SavedModule(ModelCatalog.Create(Config), (own, tensor) => (own, own == name ? change(tensor) : tensor));
        using var model = ModelCatalog.Create(Config);
        var before = model.StateDict()[0].Tensor.ToArray<float>();
        var error = Assert.Throws<InputException>(() => WeightLoader.Load(model, file.Weights));
        Assert.Contains(name, error.Message);
        Assert.Contains(reason, error.Message);
        Assert.Equal(before, model.StateDict()[0].Tensor.ToArray<float>());
    }
}
