using Panoptes.Foundation;

namespace Panoptes.Models.Weights.Pickle;

/// <summary>
/// The names a weight pickle may mention and what they make: this table is the whole of what a file can do. What else it names becomes
/// a <see cref="ForeignObject"/>, which is data; a name that only an attack would call (<see cref="CodeGlobals"/>) is refused.
/// </summary>
internal static class AllowedGlobals
{
    private const string Expected = "only tensors, arrays and plain data";
    private const string DefaultDictionary = "collections.defaultdict";

    /// <summary>Makes the value of a call from its arguments.</summary>
    public delegate object? Maker(PickleInput input, object?[] arguments);

    private static readonly Dictionary<string, Maker?> Known = new KeyValuePair<string, Maker?>[]
    {
        new("collections.OrderedDict", OrderedDict),
        new(DefaultDictionary, (_, _) => new PickleDictionary { Class = DefaultDictionary }),
        new("collections.Counter", (_, _) => new InertObject()),
        new("builtins.set", (_, arguments) => arguments is [PickleList items] ? items : new PickleList()),
        new("builtins.frozenset", (_, arguments) => arguments is [PickleList items] ? items : new PickleList()),
        new("builtins.bytes", Bytes),
        new("builtins.bytearray", Bytes),
        new("yacs.config.CfgNode", (_, _) => new PickleDictionary { Class = "yacs.config.CfgNode" }),
        new("torch.Size", (_, arguments) => arguments is [PickleTuple sizes] ? sizes : new PickleTuple([])),
        new("torch.device", (_, _) => new InertObject()),
    }.Concat(TorchGlobals.Makers).Concat(NumpyGlobals.Makers).ToDictionary(StringComparer.Ordinal);

    /// <summary>What a name stands for: something of the table, or something unknown that is only named.</summary>
    /// <exception cref="InputException">The name runs code.</exception>
    public static PickleGlobal Find(PickleInput input, string module, string name)
    {
        var full = FullName(module, name);
        return CodeGlobals.Contains(full) ? throw Refuse(input, full) : new PickleGlobal(full, Known.ContainsKey(full));
    }

    /// <summary>Makes what an allowed function makes; the call of anything else is kept as data.</summary>
    public static object? Call(PickleInput input, PickleGlobal function, object?[] arguments)
    {
        if (!function.IsKnown)
        {
            var foreign = new ForeignObject(function.FullName);
            foreign.Contents.AddRange(arguments);
            return foreign;
        }

        return Known[function.FullName] is Maker maker ? maker(input, arguments) : throw Refuse(input, $"{function.FullName}(...)");
    }

    /// <summary>Gives an object its state, as pickle's BUILD does.</summary>
    public static void SetState(PickleInput input, object? target, object? state)
    {
        switch (target)
        {
            case NumpyArray array:
                array.SetState(input, state);
                break;
            case NumpyType type:
                type.SetState(input, state);
                break;
            case ForeignObject foreign:
                foreign.Contents.Add(state);
                break;
            case InertObject or PickleDictionary or TorchTensor:
                // Attributes such as a state dict's _metadata: versions of modules, of no use here.
                break;
            default:
                throw input.Error("a state for something that has none", Expected);
        }
    }

    private static InputException Refuse(PickleInput input, string name) => input.Error(
        $"a pickle that refers to {name}",
        Expected,
        "do not load a file of unknown origin elsewhere either; ask its author for safetensors or torch.save(model.state_dict(), path)");

    // Python 2 calls its built-in functions' module __builtin__.
    private static string FullName(string module, string name) => (module == "__builtin__" ? "builtins" : module) + "." + name;

    // Protocol 2 writes empty bytes as bytes(), and a bytearray as one of latin1 text.
    private static object Bytes(PickleInput input, object?[] arguments) => arguments switch
    {
        [] => new PickleBytes(new MemorySource([]), IsText: false),
        [PickleBytes bytes, ..] => bytes,
        [string text, ..] when text.All(c => c < 256) =>
            new PickleBytes(new MemorySource(Array.ConvertAll(text.ToCharArray(), c => (byte)c)), IsText: false),
        _ => new InertObject(),
    };

    private static PickleDictionary OrderedDict(PickleInput input, object?[] arguments)
    {
        var dictionary = new PickleDictionary();
        if (arguments is [PickleList pairs])
        {
            foreach (var pair in pairs.Items)
            {
                var items = pair switch
                {
                    PickleTuple tuple => tuple.Items,
                    PickleList list => [.. list.Items],
                    _ => [],
                };
                dictionary.Set(items.ElementAtOrDefault(0), items.ElementAtOrDefault(1));
            }
        }

        return dictionary;
    }
}
