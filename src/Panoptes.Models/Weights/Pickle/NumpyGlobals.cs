using Panoptes.Tensors;

namespace Panoptes.Models.Weights.Pickle;

/// <summary>A numpy type: its code ("f4") and byte order.</summary>
internal sealed class NumpyType(string code)
{
    /// <summary>Whether elements are stored highest byte first.</summary>
    public bool BigEndian { get; private set; } = code.StartsWith('>');

    /// <summary>The element type, or null where Panoptes has none such (objects, texts, unsigned numbers above 8 bits).</summary>
    public DType? DType { get; } = ElementType.FromNumpy(code.TrimStart('<', '>', '=', '|'));

    /// <summary>The code as the file has it.</summary>
    public string Code => code;

    public void SetState(PickleInput input, object? state)
    {
        if (state is not PickleTuple { Items: [_, var order, ..] } || PickleBytes.Text(order) is not string text)
        {
            throw input.Error("a numpy type without a byte order");
        }

        BigEndian = text == ">";
    }
}

/// <summary>A numpy array, filled by the state that follows its making.</summary>
internal sealed class NumpyArray
{
    /// <summary>The array, or null where its state has not come or it cannot be read.</summary>
    public StridedArray? Values { get; private set; }

    /// <summary>Why it cannot be read: its type, such as "u4" or "O8"; null where it can.</summary>
    public string? UnreadableType { get; private set; }

    public void SetState(PickleInput input, object? state)
    {
        if (state is not PickleTuple { Items: [long, var shape, NumpyType type, var fortran, var data] })
        {
            throw input.Error("a numpy array without shape, type and data");
        }

        Set(input, data, type, shape, columnMajor: fortran is true or 1L);
    }

    public void Set(PickleInput input, object? data, NumpyType type, object? shape, bool columnMajor)
    {
        if (type.DType is not DType dtype)
        {
            UnreadableType = type.Code;
            return;
        }

        var bytes = data switch
        {
            PickleBytes { IsText: false } raw => raw.Source,
            PickleBytes text => new Latin1Source(text.Source, input.File),
            _ => throw input.Error(
                "a numpy array whose data are no bytes", "raw bytes", "save the arrays as plain numbers, not as objects"),
        };
        var sizes = TorchGlobals.ReadSizes(input, shape);
        var strides = columnMajor ? StridedArray.ColumnMajor(sizes) : StridedArray.RowMajor(sizes);
        Values = new StridedArray(input.File, bytes, dtype, 0, sizes, strides, type.BigEndian);
    }
}

/// <summary>What numpy's pickles call, in the names of numpy 1 and 2.</summary>
internal static class NumpyGlobals
{
    /// <summary>The allowed names; those that map to null are classes to mention, not to call.</summary>
    public static IEnumerable<KeyValuePair<string, AllowedGlobals.Maker?>> Makers =>
    [
        new("numpy.ndarray", null),
        new("numpy.dtype", MakeType),
        new("_codecs.encode", Encode),
        .. new[] { "numpy.core", "numpy._core" }.SelectMany(package => new KeyValuePair<string, AllowedGlobals.Maker?>[]
        {
            new($"{package}.multiarray._reconstruct", (_, _) => new NumpyArray()),
            new($"{package}.multiarray.scalar", (_, _) => new InertObject()),
            new($"{package}.numeric._frombuffer", FromBuffer),
        }),
    ];

    private static NumpyType MakeType(PickleInput input, object?[] arguments) => arguments switch
    {
        [var code, ..] when PickleBytes.Text(code) is string text => new NumpyType(text),
        [PickleGlobal type, ..] => new NumpyType(type.FullName),
        [ForeignObject type, ..] => new NumpyType(type.Name),
        _ => throw input.Error("a numpy type without a code"),
    };

    // Protocol 2 has no bytes: Python 3 writes them as text of the same characters.
    private static PickleBytes Encode(PickleInput input, object?[] arguments)
    {
        if (arguments is not [var text, var encoding] || PickleBytes.Text(encoding) is not ("latin1" or "latin-1"))
        {
            throw input.Error("bytes in an encoding other than latin1");
        }

        return text switch
        {
            string characters when characters.All(c => c < 256) =>
                new PickleBytes(new MemorySource(Array.ConvertAll(characters.ToCharArray(), c => (byte)c)), IsText: false),
            PickleBytes bytes => bytes,
            _ => throw input.Error("bytes that are no Latin-1 text"),
        };
    }

    private static NumpyArray FromBuffer(PickleInput input, object?[] arguments)
    {
        if (arguments is not [var data, NumpyType type, var shape, var order])
        {
            throw input.Error("a numpy array without data, type, shape and order");
        }

        var array = new NumpyArray();
        array.Set(input, data, type, shape, columnMajor: PickleBytes.Text(order) == "F");
        return array;
    }
}
