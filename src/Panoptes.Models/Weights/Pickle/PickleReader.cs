using System.Globalization;
using System.Numerics;

namespace Panoptes.Models.Weights.Pickle;

/// <summary>
/// Reads a pickle (protocols 2 to 5) as data. It is a small machine with a stack, as pickle prescribes, but it can build only
/// plain values and what <see cref="AllowedGlobals"/> names; objects of every other class are kept as data under their names
/// (<see cref="Foreign"/>), and a name that runs code is refused where it appears, before any use.
/// Work and memory are linear in the bytes read: nothing is copied by a memo, and there is no recursion.
/// </summary>
internal sealed class PickleReader(PickleInput input, Func<object?, object?>? persistent = null)
{
    private const int MaximumValues = 20_000_000;
    private const int MaximumName = 1 << 16;
    private const int MaximumInteger = 64;
    private const int MaximumForeign = 64;

    private readonly List<object?> stack = [];
    private readonly Stack<int> marks = [];
    private readonly Dictionary<uint, object?> memo = [];
    private readonly List<string> foreign = [];
    private int values;

    /// <summary>Classes and functions that the pickle names and Panoptes does not know, each once, in their order.</summary>
    public IReadOnlyList<string> Foreign => foreign;

    private int Floor => marks.Count > 0 ? marks.Peek() : 0;

    /// <summary>Reads one pickle up to its STOP.</summary>
    public object? Load()
    {
        if (input.ReadByte() != 0x80 || input.ReadByte() is not (>= 2 and <= 5))
        {
            throw input.Error(
                "no pickle of protocol 2 to 5", advice: "save the file again with a current version of PyTorch, or as safetensors");
        }

        for (var opcode = input.ReadByte(); opcode != (byte)'.'; opcode = input.ReadByte())
        {
            Execute(opcode);
        }

        return Pop();
    }

    private void Execute(byte opcode)
    {
        switch (opcode)
        {
            case 0x95: input.Claim(input.ReadInt64()); break; // FRAME
            case (byte)'(': marks.Push(stack.Count); CountValue(); break;
            case (byte)'0': Pop(); break;
            case (byte)'1': PopMark(); break;
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'K': Push((long)input.ReadByte()); break;
            case (byte)'M': Push((long)input.ReadUInt16()); break;
            case (byte)'J': Push((long)input.ReadInt32()); break;
            case 0x8A: PushInteger(input.ReadByte()); break;
            case 0x8B: PushInteger(input.ReadInt32()); break;
            case (byte)'I': Push(ParseInteger(input.ReadLine())); break;
            case (byte)'G': Push(input.ReadDouble()); break;
            case 0x8C: Push(ReadText(input.ReadByte())); break;
            case (byte)'X': Push(ReadText(input.ReadUInt32())); break;
            case 0x8D: Push(ReadText(input.ReadInt64())); break;
            case (byte)'U' or (byte)'C': Push(ReadBytes(input.ReadByte())); break;
            case (byte)'T': Push(ReadBytes(input.ReadInt32())); break;
            case (byte)'B': Push(ReadBytes(input.ReadUInt32())); break;
            case 0x8E or 0x96: Push(ReadBytes(input.ReadInt64())); break;
            case (byte)']' or 0x8F: Push(new PickleList()); break;
            case (byte)'a': Append(Pop()); break;
            case (byte)'e' or 0x90: Append(PopMark()); break;
            case 0x91: Push(List(PopMark())); break;
            case (byte)')': Push(new PickleTuple([])); break;
            case (byte)'t': Push(new PickleTuple(PopMark())); break;
            case 0x85 or 0x86 or 0x87: Push(new PickleTuple(Pop(opcode - 0x84))); break;
            case (byte)'}': Push(new PickleDictionary()); break;
            case (byte)'s': SetItems(Pop(2)); break;
            case (byte)'u': SetItems(PopMark()); break;
            case (byte)'q': memo[input.ReadByte()] = Top(); break;
            case (byte)'r': memo[input.ReadUInt32()] = Top(); break;
            case 0x94: memo[(uint)memo.Count] = Top(); break;
            case (byte)'h': Push(Recall(input.ReadByte())); break;
            case (byte)'j': Push(Recall(input.ReadUInt32())); break;
            case (byte)'c': PushGlobal(input.ReadLine(), input.ReadLine()); break;
            case 0x93: PushStackGlobal(); break;
            case (byte)'R' or 0x81: Call(Pop(2)); break; // REDUCE, NEWOBJ
            case 0x92: CallWithKeywords(Pop(3)); break; // NEWOBJ_EX
            case (byte)'b': Build(); break;
            case (byte)'Q': Push(persistent is null ? throw input.Error("a reference to an outside object") : persistent(Pop())); break;
            case (byte)'i': Instantiate(input.ReadLine(), input.ReadLine()); break;
            case (byte)'o': Instantiate(PopMark()); break;
            default: throw input.Error($"the pickle opcode 0x{opcode:X2}", "opcodes that build tensors and plain data");
        }
    }

    private static PickleList List(object?[] items)
    {
        var list = new PickleList();
        list.Items.AddRange(items);
        return list;
    }

    private void CountValue()
    {
        if (++values > MaximumValues)
        {
            throw input.Error($"more than {MaximumValues} values");
        }
    }

    private void Push(object? value)
    {
        CountValue();
        stack.Add(value);
    }

    private object? Top() => stack.Count > Floor ? stack[^1] : throw input.Error("an empty stack");

    private object? Pop()
    {
        var value = Top();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private object?[] Pop(int count)
    {
        if (stack.Count - count < Floor)
        {
            throw input.Error("an empty stack");
        }

        var items = stack[^count..].ToArray();
        stack.RemoveRange(stack.Count - count, count);
        return items;
    }

    private object?[] PopMark()
    {
        var items = Pop(marks.Count > 0 ? stack.Count - marks.Peek() : throw input.Error("no mark on the stack"));
        marks.Pop();
        return items;
    }

    private object? Recall(uint index) => memo.TryGetValue(index, out var value) ? value : throw input.Error($"the unknown memo {index}");

    private void PushInteger(int length)
    {
        if (length is < 0 or > MaximumInteger)
        {
            throw input.Error($"an integer of {length} bytes", $"at most {MaximumInteger}");
        }

        var number = new BigInteger(input.ReadBytes(length));
        var fits = number >= long.MinValue && number <= long.MaxValue;
        Push(fits ? (object)(long)number : number);
    }

    private object ParseInteger(string text) => text switch
    {
        "00" => false,
        "01" => true,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw input.Error($"the integer '{text[..Math.Min(text.Length, 32)]}'"),
    };

    private object ReadText(long length) =>
        length <= MaximumName && length >= 0 ? input.ReadText((int)length) : new PickleBytes(input.Slice(length), IsText: true);

    private PickleBytes ReadBytes(long length) => length is <= MaximumName and >= 0
        ? new PickleBytes(new MemorySource(input.ReadBytes((int)length)), IsText: false)
        : new PickleBytes(input.Slice(length), IsText: false);

    private void Append(params object?[] items)
    {
        switch (Top())
        {
            case PickleList list:
                list.Items.AddRange(items);
                break;
            case ForeignObject other:
                other.Contents.AddRange(items);
                break;
            default:
                throw input.Error("items for something that is no list");
        }
    }

    private void SetItems(object?[] items)
    {
        if (Top() is not (PickleDictionary or ForeignObject or InertObject) || items.Length % 2 != 0)
        {
            throw input.Error("entries for something that is no dictionary");
        }

        (Top() as ForeignObject)?.Contents.AddRange(items);
        if (Top() is PickleDictionary dictionary)
        {
            for (var i = 0; i < items.Length; i += 2)
            {
                dictionary.Set(items[i], items[i + 1]);
            }
        }
    }

    private void PushStackGlobal()
    {
        var names = Pop(2);
        if (names[0] is not string module || names[1] is not string name)
        {
            throw input.Error("a global without a name");
        }

        PushGlobal(module, name);
    }

    private void PushGlobal(string module, string name)
    {
        var found = AllowedGlobals.Find(input, module, name);
        Push(found);
        if (!found.IsKnown)
        {
            Name(found.FullName);
        }
    }

    // Python's own types are named beside others (a defaultdict's list) and are nothing to speak of.
    private void Name(string fullName)
    {
        if (!fullName.StartsWith("builtins.", StringComparison.Ordinal) && !foreign.Contains(fullName) && foreign.Count < MaximumForeign)
        {
            foreign.Add(fullName);
        }
    }

    private void Call(object?[] operands)
    {
        if (operands[1] is not PickleTuple arguments)
        {
            throw input.Error("a call without arguments");
        }

        Push(Make(operands[0], arguments.Items));
    }

    private void CallWithKeywords(object?[] operands)
    {
        if (operands[1] is not PickleTuple arguments || operands[2] is not PickleDictionary keywords)
        {
            throw input.Error("a call without arguments");
        }

        Push(operands[0] is PickleGlobal { IsKnown: true } known && keywords.Pairs.Count > 0
            ? throw input.Error($"a call of {known.FullName} with keywords")
            : Make(operands[0], [.. arguments.Items, keywords]));
    }

    private void Instantiate(string module, string name)
    {
        var arguments = PopMark();
        PushGlobal(module, name);
        Push(Make(Pop(), arguments));
    }

    private void Instantiate(object?[] operands) =>
        Push(operands.Length > 0 ? Make(operands[0], operands[1..]) : throw input.Error("an object without a class"));

    // What a foreign object's method would return is as foreign as the object.
    private object? Make(object? function, object?[] arguments)
    {
        switch (function)
        {
            case PickleGlobal
            {
                FullName: "copyreg._reconstructor" or "copy_reg._reconstructor" or "copyreg.__newobj__"
                or "copyreg.__newobj_ex__"
            } when arguments is [PickleGlobal { IsKnown: false } type, ..]:
                foreign.RemoveAll(name => name.StartsWith("copy", StringComparison.Ordinal));
                return AllowedGlobals.Call(input, type, arguments);
            case PickleGlobal global:
                var made = AllowedGlobals.Call(input, global, arguments);
                Name(made);
                return made;
            case ForeignObject other:
                var result = new ForeignObject(other.Name);
                result.Contents.Add(other);
                result.Contents.AddRange(arguments);
                return result;
            default:
                throw input.Error("a call of something that is no function");
        }
    }

    private void Name(object? made)
    {
        if (made is ForeignObject other)
        {
            Name(other.Name);
        }
        else if (made is PickleDictionary { Class: string type })
        {
            Name(type);
        }
    }

    private void Build()
    {
        var state = Pop();
        AllowedGlobals.SetState(input, Top(), state);
        if (Top() is NumpyArray { UnreadableType: string type })
        {
            Name($"numpy.ndarray of {type}");
        }
    }
}
