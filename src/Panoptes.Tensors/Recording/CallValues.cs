using System.Text;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors.Recording;

/// <summary>Reads what a call of the dispatcher takes and returns.</summary>
internal static unsafe class CallValues
{
    /// <summary>An argument that is no tensor; null where there is none.</summary>
    public static object? Plain(Value value) => value.Tag switch
    {
        Tag.Int => value.Integer,
        Tag.Double => value.Number,
        Tag.Bool => value.Integer != 0,
        Tag.IntList => new ReadOnlySpan<long>((void*)value.Pointer, value.Count).ToArray(),
        Tag.DoubleList => new ReadOnlySpan<double>((void*)value.Pointer, value.Count).ToArray(),
        Tag.BoolList => new ReadOnlySpan<bool>((void*)value.Pointer, value.Count).ToArray(),
        Tag.String => Encoding.UTF8.GetString((byte*)value.Pointer, value.Count),
        _ => null,
    };

    /// <summary>The tensors among a call's arguments that it writes to.</summary>
    public static List<nint> Written(CallSchema schema, Value* arguments, int count)
    {
        var found = new List<nint>();
        for (var k = 0; k < count; k++)
        {
            if (schema.Written[k] && arguments[k].Tag == Tag.Tensor)
            {
                found.Add(arguments[k].Pointer);
            }
        }

        return found;
    }

    /// <summary>The tensors that a call returned, those of lists too.</summary>
    public static List<nint> Results(Value* results, int room)
    {
        var found = new List<nint>();
        for (var k = 0; k < room; k++)
        {
            for (var i = 0; results[k].Tag == Tag.TensorList && i < results[k].Count; i++)
            {
                found.Add(((nint*)results[k].Pointer)[i]);
            }

            if (results[k] is { Tag: Tag.Tensor, Pointer: not 0 })
            {
                found.Add(results[k].Pointer);
            }
        }

        return found;
    }

    /// <summary>Whether a tensor is an argument itself.</summary>
    public static bool IsArgument(nint handle, Value* arguments, int count)
    {
        for (var k = 0; k < count; k++)
        {
            if (arguments[k].Tag == Tag.Tensor && arguments[k].Pointer == handle)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Shape and type of a tensor, as a new value.</summary>
    public static RecordedTensor Describe(nint handle, bool depends, string? name)
    {
        var shape = new long[NativeMethods.Rank(handle)];
        fixed (long* sizes = shape)
        {
            TensorException.ThrowIfFailed(NativeMethods.Sizes(handle, sizes, shape.Length), "sizes");
        }

        return new RecordedTensor(shape, (DType)NativeMethods.DTypeOf(handle), depends) { Name = name };
    }
}
