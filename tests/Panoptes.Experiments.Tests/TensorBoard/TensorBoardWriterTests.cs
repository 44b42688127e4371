using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using Panoptes.Experiments.TensorBoard;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.TensorBoard;

public sealed class TensorBoardWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();

    public void Dispose() => folder.Dispose();

    /// <summary>RFC 3720, B.4, and the check value of the CRC catalog.</summary>
    [Fact]
    public void The_checksum_has_the_published_values()
    {
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Of([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0x113FDB5Cu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]));
        Assert.Equal(0u, Crc32C.Of([]));
    }

    [Fact]
    public void The_checksum_equals_the_definition_bit_by_bit()
    {
        var random = new SeededRandom(1);
        for (var length = 0; length < 70; length++)
        {
            byte[] bytes = [.. Enumerable.Range(0, length).Select(_ => (byte)random.NextInt(0, 256))];
            var crc = uint.MaxValue;
            foreach (var value in bytes)
            {
                crc ^= value;
                for (var bit = 0; bit < 8; bit++)
                {
                    crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78u);
                }
            }

            Assert.Equal(~crc, Crc32C.Of(bytes));
        }
    }

    [Fact]
    public void Scalars_images_and_texts_read_back_from_their_frames()
    {
        string path;
        using (var writer = new TensorBoardWriter(folder.Path, time, resumedStep: 40))
        {
            path = writer.FilePath;
            writer.Scalar("train/loss", 0.25, 50);
            writer.Image("batch", [1, 2, 3], 640, 480, 50);
            writer.Text("config", "a: 1", 0);
        }

        var records = Frames(File.ReadAllBytes(path));
        Assert.Equal(5, records.Count);
        Assert.Equal("brain.Event:2", Encoding.UTF8.GetString(Field(records[0], 3)));
        Assert.Equal((41L, 1L), (Number(records[1], 2), Number(Field(records[1], 7), 1)));

        var scalar = Field(Field(records[2], 5), 1);
        Assert.Equal((50L, "train/loss", 0.25f), (
            Number(records[2], 2), Encoding.UTF8.GetString(Field(scalar, 1)), BitConverter.ToSingle(Field(scalar, 2))));
        Assert.Equal((time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds, BitConverter.ToDouble(Field(records[2], 1)));

        var image = Field(Field(Field(records[3], 5), 1), 4);
        Assert.Equal((480L, 640L, 3L), (Number(image, 1), Number(image, 2), Number(image, 3)));
        Assert.Equal([1, 2, 3], Field(image, 4));

        var text = Field(Field(records[4], 5), 1);
        Assert.Equal("text", Encoding.UTF8.GetString(Field(Field(Field(text, 9), 1), 1)));
        Assert.Equal((7L, "a: 1"), (Number(Field(text, 8), 1), Encoding.UTF8.GetString(Field(Field(text, 8), 8))));
    }

    [Fact]
    public void Two_writers_never_share_a_file()
    {
        using var one = new TensorBoardWriter(folder.Path, time);
        using var two = new TensorBoardWriter(folder.Path, time);
        Assert.NotEqual(one.FilePath, two.FilePath);
        Assert.Matches(@"events\.out\.tfevents\.\d{10}\.", Path.GetFileName(one.FilePath));
    }

    private static List<byte[]> Frames(ReadOnlySpan<byte> file)
    {
        var records = new List<byte[]>();
        while (file.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
            Assert.Equal(Crc32C.Masked(file[..8]), BinaryPrimitives.ReadUInt32LittleEndian(file[8..]));
            var record = file.Slice(12, length);
            Assert.Equal(Crc32C.Masked(record), BinaryPrimitives.ReadUInt32LittleEndian(file[(12 + length)..]));
            records.Add(record.ToArray());
            file = file[(16 + length)..];
        }

        return records;
    }

    private static long Number(byte[] message, int field)
    {
        var input = Seek(message, field);
        return input.ReadInt64();
    }

    private static byte[] Field(byte[] message, int field)
    {
        var input = Seek(message, field, out var type);
        return type switch
        {
            WireFormat.WireType.Fixed64 => BitConverter.GetBytes(input.ReadDouble()),
            WireFormat.WireType.Fixed32 => BitConverter.GetBytes(input.ReadFloat()),
            _ => input.ReadBytes().ToByteArray(),
        };
    }

    private static CodedInputStream Seek(byte[] message, int field) => Seek(message, field, out _);

    private static CodedInputStream Seek(byte[] message, int field, out WireFormat.WireType type)
    {
        var input = new CodedInputStream(message);
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field)
            {
                type = WireFormat.GetTagWireType(tag);
                return input;
            }

            input.SkipLastField();
        }

        throw new InvalidOperationException($"no field {field}");
    }
}
