using System.Buffers.Binary;
using System.Text;

namespace Panoptes.Cli.Tests;

/// <summary>Safetensors files of one tensor of zeros.</summary>
internal static class SmallSafetensors
{
    /// <summary>The file's bytes: length of the header, header, values.</summary>
    public static byte[] Bytes(string name, int[] shape)
    {
        var size = shape.Aggregate(4, (product, length) => product * length);
        var header = Encoding.UTF8.GetBytes(
            $$$"""{"{{{name}}}":{"dtype":"F32","shape":[{{{string.Join(",", shape)}}}],"data_offsets":[0,{{{size}}}]}}""");
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. new byte[size]];
    }
}
