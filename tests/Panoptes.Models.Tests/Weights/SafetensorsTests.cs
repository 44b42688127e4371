using System.Buffers.Binary;
using System.Text;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Dilated;
using Panoptes.Models.Loading;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

public sealed class SafetensorsTests
{
    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 8, "JSON")]
    [InlineData("""{"a":[]}""", 0, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", 8, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":"2","data_offsets":[0,8]}}""", 8, "JSON")]
    [InlineData("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", 8, "C64")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 8, "range")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "range")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "range")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "range")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "range")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "bytes of values")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "bytes of values")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "beginning at byte 4")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12,
        "beginning at byte 4")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16, "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":{"y":{"y":{"y":{"y":{"y":{"y":{"y":1}}}}}}}}}""", 8, "JSON")]
    public void A_header_that_lies_is_refused(string header, int values, string reason)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InputException>(() => WeightFile.Open(folder.Write("bad.safetensors", Content(header, values))));
        Assert.Contains("bad.safetensors", error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Theory]
    [InlineData(100_000_001UL)]
    [InlineData(1UL << 40)]
    [InlineData(ulong.MaxValue)]
    public void A_header_length_beyond_the_file_or_the_limit_is_refused(ulong length)
    {
        using var folder = new TemporaryFolder();
        var content = Content("{}", 0);
        BinaryPrimitives.WriteUInt64LittleEndian(content, length);
        Assert.Throws<InputException>(() => WeightFile.Open(folder.Write("bad.safetensors", content)));
    }

    [Fact]
    public void Every_element_type_round_trips()
    {
        using var folder = new TemporaryFolder();
        using var scope = TensorScope.Open();
        var tensors =
            new[]
            {
                DType.UInt8,
                DType.Int8,
                DType.Int16,
                DType.Int32,
                DType.Int64,
                DType.Float16,
                DType.Float32,
                DType.Float64,
                DType.Bool,
                DType.BFloat16,
            }
            .Select(type => (type.ToString(), Tensor.From<float>([0, 1, 2, 100, 5, 6], 3, 2).To(type))).ToArray();
        SafetensorsWriter.Write(folder["all"], tensors);
        using var file = WeightFile.Open(folder["all"]);
        foreach (var (name, tensor) in tensors)
        {
            var entry = file.Find(name)!;
            Assert.Equal(tensor.DType, entry.DType);
            Assert.Equal(tensor.Bytes().ToArray(), file.ReadBytes(entry));
        }
    }

    [Fact]
    public void A_model_exported_and_imported_is_bit_equal_whatever_its_memory_format()
    {
        using var folder = new TemporaryFolder();
        using var first = ModelCatalog.Create(new ModelConfig { NumClasses = 3, Options = new DilatedOptions { HeadChannels = 8 } });
        first.ToMemoryFormat(MemoryFormat.ChannelsLast);
        SafetensorsWriter.Write(folder["model.safetensors"], first, new Dictionary<string, string> { ["model"] = "test" });
        using var second = ModelCatalog.Create(new ModelConfig { NumClasses = 3, Options = new DilatedOptions { HeadChannels = 8 } });
        using var file = WeightFile.Open(folder["model.safetensors"]);
        var report = WeightLoader.Load(second, file, null, 1);
        Assert.Equal(("model", 1.0), (report.Scope, report.Coverage));
        Assert.Equal("test", file.Metadata["model"]);
        Assert.All(first.StateDict().Zip(second.StateDict()), pair => Assert.Equal(
            pair.First.Tensor.Contiguous().Bytes().ToArray(), pair.Second.Tensor.Bytes().ToArray()));
    }

    private static byte[] Content(string header, int values)
    {
        var content = new byte[8 + Encoding.UTF8.GetByteCount(header) + values];
        BinaryPrimitives.WriteUInt64LittleEndian(content, (ulong)Encoding.UTF8.GetByteCount(header));
        Encoding.UTF8.GetBytes(header, content.AsSpan(8));
        return content;
    }
}
