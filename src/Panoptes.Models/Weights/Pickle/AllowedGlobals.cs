using Panoptes.Foundation;

namespace Panoptes.Models.Weights.Pickle;

/// <summary>
/// The names a weight pickle may mention and what they make. Whatever is not listed is refused by name: this table is the
/// whole of what a file can do.
/// </summary>
internal static class AllowedGlobals
{
    private const string Expected = "only tensors, arrays and plain data";

    /// <summary>Makes the value of a call from its arguments.</summary>
    public delegate object? Maker(PickleInput input, object?[] arguments);

    private static readonly Dictionary<string, Maker?> Known = new KeyValuePair<string, Maker?>[]
    {
        new("collections.OrderedDict", OrderedDict),
        new("collections.Counter", (_, _) => new InertObject()),
        new("builtins.set", (_, arguments) => arguments is [PickleList items] ? items : new PickleList()),
        new("argparse.Namespace", (_, _) => new InertObject()),
        new("yacs.config.CfgNode", (_, _) => new PickleDictionary()),
        new("torch.Size", (_, arguments) => arguments is [PickleTuple sizes] ? sizes : new PickleTuple([])),
        new("torch.device", (_, _) => new InertObject()),
    }.Concat(TorchGlobals.Makers).Concat(NumpyGlobals.Makers).ToDictionary(StringComparer.Ordinal);

    /// <summary>The global of a name, if it is allowed.</summary>
    public static PickleGlobal Find(PickleInput input, string module, string name)
    {
        var full = FullName(module, name);
        return Known.ContainsKey(full) ? new PickleGlobal(full) : throw Refuse(input, full);
    }

    /// <summary>The error for a name that is not allowed, or not in this use.</summary>
    public static InputException Refuse(PickleInput input, string module, string name) => Refuse(input, FullName(module, name));

    /// <summary>Makes what an allowed function makes.</summary>
    public static object? Call(PickleInput input, PickleGlobal function, object?[] arguments) =>
        Known[function.FullName] is Maker maker ? maker(input, arguments) : throw Refuse(input, $"{function.FullName}(...)");

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
            case InertObject or PickleDictionary:
                // Attributes such as a state dict's _metadata: versions of modules, of no use here.
                break;
            default:
                throw input.Error("a state for something that has none", Expected);
        }
    }

    private static InputException Refuse(PickleInput input, string name) => input.Error(
        $"a pickle that refers to {name}",
        Expected,
        "do not load a file of unKnown origin elsewhere either; ask its author for safetensors or torch.save(model.state_dict(), path)");

    // Python 2 calls its built-in functions' module __builtin__.
    private static string FullName(string module, string name) => (module == "__builtin__" ? "builtins" : module) + "." + name;

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
