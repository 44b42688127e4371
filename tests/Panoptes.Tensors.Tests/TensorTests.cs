using Panoptes.Foundation;

namespace Panoptes.Tensors.Tests;

public sealed class TensorTests
{
    [Fact]
    public void Values_come_back_as_they_went_in_for_every_dtype()
    {
        using var scope = TensorScope.Open();
        Check<byte>([0, 1, 255]);
        Check<sbyte>([-128, 0, 127]);
        Check<short>([short.MinValue, 7, short.MaxValue]);
        Check([int.MinValue, 7, int.MaxValue]);
        Check([long.MinValue, 7, long.MaxValue]);
        Check([(Half)0.5, Half.MaxValue, -(Half)2]);
        Check([0.1f, float.MaxValue, -0f]);
        Check([0.1, double.Epsilon, -1]);
        Check([true, false, true]);

        static void Check<T>(T[] values)
            where T : unmanaged
        {
            var tensor = Tensor.From(values, values.Length);
            Assert.Equal(DTypes.Of<T>(), tensor.DType);
            Assert.Equal(values, tensor.ToArray<T>());
            Assert.Equal(values, tensor.Data<T>().ToArray());
        }
    }

    [Fact]
    public void Bfloat16_is_carried_as_raw_bytes_and_converts()
    {
        using var scope = TensorScope.Open();
        var tensor = Tensor.FromBytes([0x80, 0x3f, 0x00, 0xc0], DType.BFloat16, 2);
        Assert.Equal([1f, -2f], tensor.ToArray<float>());
        Assert.Equal([0x80, 0x3f, 0x00, 0xc0], tensor.Bytes().ToArray());
    }

    [Fact]
    public void Shape_rank_sizes_strides_and_text_describe_the_tensor()
    {
        using var scope = TensorScope.Open();
        var tensor = Tensor.Zeros([2, 3, 5], DType.Int64);
        Assert.Equal([2, 3, 5], tensor.Shape.ToArray());
        Assert.Equal([15, 5, 1], tensor.Strides);
        Assert.Equal((3, 30L, 5L, 2L), (tensor.Rank, tensor.Count, tensor.Size(-1), tensor.Size(0)));
        Assert.Equal("Int64[2, 3, 5]", tensor.ToString());
        Assert.Equal(Device.Cpu, tensor.Device);
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Size(3));
    }

    [Fact]
    public void An_empty_tensor_and_one_without_dimensions_are_legal()
    {
        using var scope = TensorScope.Open();
        Assert.Empty(Tensor.From<float>([], 0, 4).ToArray<float>());
        Assert.Equal(0, Tensor.Scalar(3.5f).Rank);
        Assert.Equal(3.5, Tensor.Scalar(3.5f).Item());
        Assert.Equal(long.MaxValue, Tensor.Scalar(long.MaxValue).ItemInt64());
    }

    [Fact]
    public void A_shape_that_does_not_fit_the_values_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor.From<float>([1, 2, 3], 2, 2));
        Assert.Contains("[2, 2]", error.Message);
        Assert.Contains("16 bytes but 12", error.Message);
    }

    [Fact]
    public void Elements_in_place_need_the_right_type_and_contiguous_memory()
    {
        using var scope = TensorScope.Open();
        var tensor = Tensor.From<float>([1, 2, 3, 4, 5, 6], 2, 3);
        tensor.Data<float>()[4] = 50;
        Assert.Equal([1, 2, 3, 4, 50, 6], tensor.ToArray<float>());
        Assert.Contains("To(DType.Int64)", Assert.Throws<InvalidOperationException>(() => tensor.Data<long>()).Message);
        var transposed = tensor.Permute([1, 0]);
        Assert.Contains("not contiguous", Assert.Throws<InvalidOperationException>(() => transposed.Data<float>()).Message);
        Assert.Equal([1, 4, 2, 50, 3, 6], transposed.ToArray<float>());
    }

    [Fact]
    public void Signs_compute_elementwise_with_tensors_and_numbers()
    {
        using var scope = TensorScope.Open();
        var x = Tensor.From<float>([1, 2, 4], 3);
        Assert.Equal([2f, 4f, 8f], (x + x).ToArray<float>());
        Assert.Equal([0f, 1f, 3f], (x - 1).ToArray<float>());
        Assert.Equal([1f, 0f, -2f], (2 - x).ToArray<float>());
        Assert.Equal([0.5f, 1f, 2f], (0.5 * x).ToArray<float>());
        Assert.Equal([4f, 2f, 1f], (4.0 / x).ToArray<float>());
        Assert.Equal([-1f, -2f, -4f], (-x).ToArray<float>());
        Assert.Equal(DType.Int64, (Tensor.From<long>([1, 2], 2) * 3).DType);
    }

    [Fact]
    public void Channels_last_keeps_shapes_values_and_convolutions()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(1);
        var x = Ops.Randn([2, 8, 9, 7]);
        var w = Ops.Randn([12, 8, 3, 3]);
        var last = x.ToMemoryFormat(MemoryFormat.ChannelsLast);

        Assert.Equal(x.Shape.ToArray(), last.Shape.ToArray());
        Assert.True(last.IsContiguousAs(MemoryFormat.ChannelsLast));
        Assert.False(last.IsContiguous);
        Assert.Equal(x.ToArray<float>(), last.ToArray<float>());
        var plain = x.Conv2d(w, padding: [1, 1]);
        var fast = last.Conv2d(w.ToMemoryFormat(MemoryFormat.ChannelsLast), padding: [1, 1]);
        Assert.True(fast.IsContiguousAs(MemoryFormat.ChannelsLast));
        Close.To(plain.ToArray<float>(), fast.ToArray<float>());
    }

    [Fact]
    public void Devices_are_read_from_text_and_unknown_ones_refused()
    {
        Assert.Equal(Device.Cpu, Device.Parse("cpu"));
        Assert.Equal(Device.Cuda(0), Device.Parse("cuda"));
        Assert.Equal("cuda:3", Device.Parse("cuda:3").ToString());
        Assert.Contains("'gpu'", Assert.Throws<InputException>(() => Device.Parse("gpu")).Message);
        Assert.Throws<InputException>(() => Device.Parse("cuda:-1"));
    }
}
