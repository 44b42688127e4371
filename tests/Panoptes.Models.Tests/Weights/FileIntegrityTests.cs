using System.IO.Compression;
using System.Runtime.InteropServices;
using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

/// <summary>What a file says of itself is checked by whoever opens it.</summary>
public sealed class FileIntegrityTests
{
    private static readonly byte[] Values = MemoryMarshal.AsBytes<float>([1, 2, 3, 4]).ToArray();

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void A_turned_bit_in_a_PyTorch_zip_is_found_by_its_CRC(CompressionLevel compression)
    {
        using var folder = new TemporaryFolder();
        var content = PickleWriter.StateDict().Zip(compression, ("0", Values));
        var at = compression == CompressionLevel.NoCompression
            ? content.AsSpan().IndexOf(Values)
            : content.AsSpan().IndexOf("archive/data/0"u8) + 15;
        content[at + 2] ^= 0x40;
        var error = Assert.Throws<InputException>(() => WeightFile.Open(folder.Write("z.pth", content)));
        Assert.Contains("archive/data/0", error.Message);
    }

    [Fact]
    public void A_CRC_of_zero_is_none()
    {
        using var folder = new TemporaryFolder();
        var content = PickleWriter.StateDict().Zip(storages: ("0", Values));
        Overwrite(content, System.IO.Hashing.Crc32.Hash(Values), [0, 0, 0, 0]);
        using var file = WeightFile.Open(folder.Write("z.pth", content));
        Assert.Equal(Values, file.ReadBytes(file.Entries[0]));
    }

    [Fact]
    public void An_archive_whose_writer_computed_no_CRC_at_all_is_read()
    {
        using var folder = new TemporaryFolder();
        var pickle = PickleWriter.StateDict();
        var content = pickle.Zip(storages: ("0", Values));
        using (var archive = new ZipArchive(new MemoryStream(content)))
        {
            foreach (var crc in archive.Entries.Select(entry => entry.Crc32).ToArray())
            {
                Overwrite(content, BitConverter.GetBytes(crc), [1, 2, 3, 4]);
            }
        }

        using var file = WeightFile.Open(folder.Write("z.pth", content));
        Assert.Equal(Values, file.ReadBytes(file.Entries[0]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_turned_bit_in_a_file_with_its_SHA256_is_found(bool inHeader)
    {
        using var folder = new TemporaryFolder();
        using var scope = TensorScope.Open();
        var tensor = Tensor.Ones([100]);
        using var sum = new ContentChecksum("{}");
        sum.Add("w", DType.Float32, [100], tensor.Bytes());
        SafetensorsWriter.Write(
            folder["own"], [("w", tensor)],
            new Dictionary<string, string> { [ContentChecksum.ManifestKey] = "{}", [ContentChecksum.ChecksumKey] = sum.Finish() });
        using (var good = WeightFile.Open(folder["own"]))
        {
            Assert.Single(good.Entries);
        }

        var bytes = File.ReadAllBytes(folder["own"]);
        bytes[inHeader ? bytes.AsSpan().IndexOf("sha256"u8) : ^7] ^= 1;
        Assert.Contains("SHA-256", Assert.Throws<InputException>(() => WeightFile.Open(folder.Write("own", bytes))).Message);
    }

    private static void Overwrite(byte[] content, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        for (var at = content.AsSpan().IndexOf(old); at >= 0; at = content.AsSpan().IndexOf(old))
        {
            replacement.CopyTo(content.AsSpan(at));
        }
    }
}
