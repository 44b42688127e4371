using System.IO.Compression;
using System.Runtime.InteropServices;
using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

public sealed class PickleFormatTests
{
    private static readonly byte[] Four = MemoryMarshal.AsBytes<float>([1, 2, 3, 4]).ToArray();

    [Fact]
    public void A_zip_checkpoint_is_read() => Check(PickleWriter.StateDict().Zip(storages: ("0", Four)), "PyTorch zip", [1, 2, 3, 4]);

    [Fact]
    public void A_zip_checkpoint_packed_again_with_compression_is_read() =>
        Check(PickleWriter.StateDict().Zip(CompressionLevel.Optimal, ("0", Four)), "PyTorch zip", [1, 2, 3, 4]);

    [Fact]
    public void A_legacy_checkpoint_is_read() => Check(PickleWriter.StateDict().Legacy(("0", Four)), "PyTorch legacy", [1, 2, 3, 4]);

    [Fact]
    public void A_transposed_view_is_put_in_order() =>
        Check(
            new PickleWriter().Op('}').Text("w").Tensor("0", 4, 0, [2, 2], [1, 2]).Op('s').Zip(storages: ("0", Four)), "PyTorch zip",
            [1, 3, 2, 4]);

    [Fact]
    public void A_view_with_an_offset_and_a_repeated_row_is_read() =>
        Check(
            new PickleWriter().Op('}').Text("w").Tensor("0", 4, 2, [2, 2], [0, 1]).Op('s').Legacy(("0", Four)), "PyTorch legacy",
            [3, 4, 3, 4]);

    [Theory]
    [InlineData("state_dict")]
    [InlineData("model")]
    [InlineData("something_else")]
    public void A_nested_state_dict_is_found(string key) =>
        Check(new PickleWriter().Op('}').Text("epoch").Int(3).Op('s').Text(key).Op('}').Text("w").Tensor("0", 4, 0, [4], [1]).Op('s')
            .Op('s').Zip(storages: ("0", Four)), "PyTorch zip", [1, 2, 3, 4]);

    [Fact]
    public void Of_several_dictionaries_the_named_part_is_taken()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("two.pth", new PickleWriter().Op('}')
            .Text("left").Op('}').Text("w").Tensor("0", 4, 0, [4], [1]).Op('s').Op('s')
            .Text("right").Op('}').Text("v").Tensor("0", 4, 1, [2], [1]).Op('s').Op('s')
            .Zip(storages: ("0", Four)));
        var error = Assert.Throws<InputException>(() => WeightFile.Open(path));
        Assert.Contains("left, right", error.Message);
        using var right = WeightFile.Open(path, "right");
        Assert.Equal(["v"], right.Entries.Select(entry => entry.Name));
        Assert.Contains("left, right", Assert.Throws<InputException>(() => WeightFile.Open(path, "middle")).Message);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Pickled_numpy_arrays_are_read(bool fortran, bool asText)
    {
        float[] values = [1.5f, -2, 3, 1e-30f, 5, 6];
        var pickle = new PickleWriter().Op('}').Text("model").Op('}').Text("w")
            .NumpyArray([2, 3], MemoryMarshal.AsBytes<float>(values).ToArray(), fortran: fortran, asText: asText).Op('s').Op('s')
            .Text("__author__").Text("somebody").Op('s').Stop();
        using var folder = new TemporaryFolder();
        using var file = WeightFile.Open(folder.Write("model.pkl", pickle));
        Assert.Equal("pickled numpy arrays", file.Format);
        Assert.Equal("somebody", file.Metadata["__author__"]);
        Assert.Equal("2x3", file.Entries.Single().ShapeText);
        Assert.Equal(
            fortran ? [1.5f, 3, 5, -2, 1e-30f, 6] : values, MemoryMarshal.Cast<byte, float>(file.ReadBytes(file.Entries[0])).ToArray());
    }

    [Fact]
    public void A_TorchScript_archive_is_refused_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        using (var archive = ZipFile.Open(folder["script.pt"], ZipArchiveMode.Create))
        {
            archive.CreateEntry("a/data.pkl");
            archive.CreateEntry("a/constants.pkl");
        }

        Assert.Contains("TorchScript", Assert.Throws<InputException>(() => WeightFile.Open(folder["script.pt"])).Message);
    }

    [Fact]
    public void A_file_of_another_kind_is_refused_by_its_first_bytes()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InputException>(
            () => WeightFile.Open(folder.Write("image.pth", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0])));
        Assert.Contains("image.pth", error.Message);
        Assert.Contains("89504E47", error.Message);
    }

    private static void Check(byte[] content, string format, float[] expected)
    {
        using var folder = new TemporaryFolder();
        using var file = WeightFile.Open(folder.Write("weights.pth", content));
        Assert.Equal(format, file.Format);
        Assert.Equal(("w", DType.Float32), (file.Entries.Single().Name, file.Entries[0].DType));
        Assert.Equal(expected, MemoryMarshal.Cast<byte, float>(file.ReadBytes(file.Entries[0])).ToArray());
    }
}
