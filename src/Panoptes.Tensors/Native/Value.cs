using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Panoptes.Tensors.Native;

/// <summary>A tagged argument or result of a dispatcher call; mirrors the bridge's struct.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct Value
{
    /// <summary>Lists up to this length are laid out on the stack.</summary>
    public const int StackedHandles = 256;

    [FieldOffset(0)]
    public Tag Tag;

    [FieldOffset(4)]
    public int Count;

    [FieldOffset(8)]
    public long Integer;

    [FieldOffset(8)]
    public double Number;

    [FieldOffset(8)]
    public nint Pointer;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value Of(Tensor? tensor) => tensor is null ? default : new() { Tag = Tag.Tensor, Pointer = tensor.Handle };

    public static Value Of(Generator? generator) => generator is null ? default : new() { Tag = Tag.Generator, Pointer = generator.Handle };

    public static Value Of(long value) => new() { Tag = Tag.Int, Integer = value };

    public static Value Of(long? value) => value is { } given ? Of(given) : default;

    public static Value Of(double value) => new() { Tag = Tag.Double, Number = value };

    public static Value Of(double? value) => value is { } given ? Of(given) : default;

    public static Value Of(bool value) => new() { Tag = Tag.Bool, Integer = value ? 1 : 0 };

    public static Value Of(bool? value) => value is { } given ? Of(given) : default;

    public static Value Of(DType value) => Of((long)value);

    public static Value Of(DType? value) => value is { } given ? Of(given) : default;

    public static Value Of(Layout value) => Of((long)value);

    public static Value Of(Layout? value) => value is { } given ? Of(given) : default;

    public static Value Of(MemoryFormat value) => Of((long)value);

    public static Value Of(MemoryFormat? value) => value is { } given ? Of(given) : default;

    public static Value Of(Device value) => new() { Tag = Tag.Device, Integer = value.Packed };

    public static Value Of(Device? value) => value is { } given ? Of(given) : default;

    public static Value Of(Scalar value, Tag absent) => new() { Tag = value.IsGiven ? value.Tag : absent, Integer = value.Bits };

    public static Value Of(byte* text, byte[]? bytes) =>
        bytes is null ? default : new() { Tag = Tag.String, Count = bytes.Length - 1, Pointer = (nint)text };

    public static Value OrDefault(DType? value) => value is { } given ? Of(given) : new() { Tag = Tag.Default };

    public static Value OrDefault(Layout? value) => value is { } given ? Of(given) : new() { Tag = Tag.Default };

    public static Value OrDefault(MemoryFormat? value) => value is { } given ? Of(given) : new() { Tag = Tag.Default };

    public static Value OrDefault(Device? value) => value is { } given ? Of(given) : new() { Tag = Tag.Default };

    /// <summary>A list at a pinned address; <paramref name="whenEmpty"/> says what an empty one means.</summary>
    public static Value List(Tag tag, void* items, int count, Tag whenEmpty) =>
        new() { Tag = count > 0 ? tag : whenEmpty, Count = count, Pointer = (nint)items };

    public static void Handles(ReadOnlySpan<Tensor?> tensors, Span<nint> handles)
    {
        for (var k = 0; k < tensors.Length; k++)
        {
            handles[k] = tensors[k]?.Handle ?? 0;
        }
    }

    public static void Scalars(ReadOnlySpan<Scalar> scalars, Span<Value> values)
    {
        for (var k = 0; k < scalars.Length; k++)
        {
            values[k] = Of(scalars[k], Tag.None);
        }
    }

    /// <summary>Zero-terminated UTF-8, never empty.</summary>
    public static byte[]? Utf8(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text + "\0");

    /// <summary>Takes over the tensor; an undefined result (a gradient that was not asked for) is null.</summary>
    public readonly Tensor TakeTensor() => Tag == Tag.Tensor && Pointer != 0 ? new Tensor(Pointer) : null!;

    /// <summary>Takes over the tensors of a list.</summary>
    public readonly Tensor[] TakeTensors()
    {
        var handles = (nint*)Pointer;
        var tensors = new Tensor[Count];
        for (var k = 0; k < tensors.Length; k++)
        {
            tensors[k] = new Tensor(handles[k]);
        }

        NativeMethods.Free(handles);
        return tensors;
    }

    public readonly Scalar ToScalar() => Tag switch
    {
        Tag.Double => Number,
        Tag.Bool => Integer != 0,
        _ => Integer,
    };
}
