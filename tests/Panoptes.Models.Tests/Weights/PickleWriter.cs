using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Panoptes.Models.Tests.Weights;

/// <summary>Writes pickles opcode by opcode, good and bad ones.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> bytes = [];

    public PickleWriter(byte protocol = 2) => Raw(0x80, protocol);

    /// <summary>A state dict of one tensor "w" = [1, 2, 3, 4] of shape 2x2 in storage "0".</summary>
    public static PickleWriter StateDict() => new PickleWriter().Op('}').Text("w").Tensor("0", 4, 0, [2, 2], [2, 1]).Op('s');

    public PickleWriter Raw(params byte[] raw)
    {
        bytes.AddRange(raw);
        return this;
    }

    public PickleWriter Op(char opcode) => Raw((byte)opcode);

    public PickleWriter Text(string text) => Op('X').Raw(Int32(Encoding.UTF8.GetByteCount(text))).Raw(Encoding.UTF8.GetBytes(text));

    public PickleWriter Int(int value) => Op('J').Raw(Int32(value));

    public PickleWriter Long(long value)
    {
        var raw = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(raw, value);
        return Raw(0x8A, 8).Raw(raw);
    }

    public PickleWriter Global(string module, string name) => Op('c').Raw(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));

    public PickleWriter Longs(params long[] values)
    {
        Op('(');
        foreach (var value in values)
        {
            Long(value);
        }

        return Op('t');
    }

    /// <summary>Calls a function with one text.</summary>
    public PickleWriter Call(string module, string name, string argument) => Global(module, name).Text(argument).Raw(0x85).Op('R');

    public PickleWriter Storage(string key, long count, string type = "FloatStorage") =>
        Op('(').Text("storage").Global("torch", type).Text(key).Text("cuda:0").Long(count).Op('t').Op('Q');

    public PickleWriter Tensor(string key, long count, long offset, long[] shape, long[] strides, string type = "FloatStorage") =>
        Global("torch._utils", "_rebuild_tensor_v2").Op('(').Storage(key, count, type).Long(offset).Longs(shape).Longs(strides)
            .Raw(0x89).Global("collections", "OrderedDict").Op(')').Op('R').Op('t').Op('R');

    public PickleWriter NumpyArray(long[] shape, byte[] data, string code = "f4", bool fortran = false, bool asText = false)
    {
        Global("numpy.core.multiarray", "_reconstruct").Global("numpy", "ndarray").Longs(0).Op('C').Raw(1, (byte)'b').Raw(0x87).Op('R');
        Op('(').Int(1).Longs(shape);
        Global("numpy", "dtype").Text(code).Raw(0x89, 0x88).Raw(0x87).Op('R').Op('(').Int(3).Text("<").Op('N').Op('N').Op('N').Int(-1)
            .Int(-1).Int(0).Op('t').Op('b');
        Raw((byte)(fortran ? 0x88 : 0x89));
        _ = asText
            ? Global("_codecs", "encode").Text(Encoding.Latin1.GetString(data)).Text("latin1").Raw(0x86).Op('R')
            : Op('B').Raw(Int32(data.Length)).Raw(data);
        return Op('t').Op('b');
    }

    public byte[] Stop()
    {
        Op('.');
        return [.. bytes];
    }

    /// <summary>PyTorch's zip format around this pickle.</summary>
    public byte[] Zip(CompressionLevel compression = CompressionLevel.NoCompression, params (string Key, byte[] Values)[] storages)
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "archive/data.pkl", Stop(), compression);
            foreach (var (key, values) in storages)
            {
                Add(archive, $"archive/data/{key}", values, compression);
            }
        }

        return file.ToArray();
    }

    /// <summary>PyTorch's legacy format around this pickle.</summary>
    public byte[] Legacy(params (string Key, byte[] Values)[] storages)
    {
        var file = new MemoryStream();
        file.Write([0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.']);
        file.Write([0x80, 2, (byte)'M', 0xE9, 3, (byte)'.']);
        file.Write(new PickleWriter().Op('}').Text("little_endian").Raw(0x88).Op('s').Stop());
        file.Write(Stop());
        var keys = new PickleWriter().Op(']').Op('(');
        foreach (var (key, _) in storages)
        {
            keys.Text(key);
        }

        file.Write(keys.Op('e').Stop());
        foreach (var (_, values) in storages)
        {
            var count = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(count, values.Length / 4);
            file.Write(count);
            file.Write(values);
        }

        return file.ToArray();
    }

    private static void Add(ZipArchive archive, string name, byte[] content, CompressionLevel compression)
    {
        using var member = archive.CreateEntry(name, compression).Open();
        member.Write(content);
    }

    private static byte[] Int32(int value)
    {
        var raw = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(raw, value);
        return raw;
    }
}
