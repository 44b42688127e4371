using System.Runtime.InteropServices;
using System.Text;
using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

public sealed class MaliciousPickleTests
{
    private static readonly byte[] Four = MemoryMarshal.AsBytes<float>([1, 2, 3, 4]).ToArray();

    public static TheoryData<string, string> Attacks => new()
    {
        { "os", "system" },
        { "posix", "system" },
        { "nt", "system" },
        { "builtins", "eval" },
        { "builtins", "exec" },
        { "builtins", "open" },
        { "builtins", "__import__" },
        { "__builtin__", "eval" },
        { "subprocess", "Popen" },
        { "torch.hub", "load" },
        { "torch._utils", "_rebuild_tensor_v2.__globals__" },
        { "numpy.testing._private.utils", "runstring" },
        { "pickle", "loads" },
        { "torch", "load" },
        { "importlib", "import_module" },
        { "socket", "socket" },
        { "runpy", "run_path" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Code_in_a_pickle_is_refused_by_name_and_never_runs(string module, string name)
    {
        using var folder = new TemporaryFolder();
        var canary = folder["canary"];
        var command = $"touch {canary}";
        byte[][] files =
        [
            new PickleWriter().Call(module, name, command).Stop(),
            new PickleWriter().Call(module, name, command).Zip(),
            new PickleWriter().Call(module, name, command).Legacy(),
            new PickleWriter().Op('}').Text("w").Tensor("0", 4, 0, [4], [1]).Op('s').Text("deep").Op('}').Text("er").Op(']')
                .Call(module, name, command).Op('a').Op('s').Op('s').Zip(storages: ("0", Four)),
            new PickleWriter(4).Text(module).Text(name).Raw(0x93).Text(command).Raw(0x85).Op('R').Stop(),
            new PickleWriter(4).Text(module).Text(name).Raw(0x93).Text(command).Raw(0x85).Raw(0x81).Stop(),
            new PickleWriter().Op('(').Text(command).Op('i').Raw(Encoding.ASCII.GetBytes($"{module}\n{name}\n")).Stop(),
            new PickleWriter().Global("collections", "OrderedDict").Op(')').Op('R').Op('}').Text("__reduce__").Global(module, name).Op('s')
                .Op('b').Stop(),
        ];
        for (var i = 0; i < files.Length; i++)
        {
            var path = folder.Write($"attack{i}.pth", files[i]);
            var error = Assert.Throws<InputException>(() => WeightFile.Open(path));
            Assert.Contains($"attack{i}.pth", error.Message);
            Assert.Contains($"{(module == "__builtin__" ? "builtins" : module)}.{name}", error.Message);
            Assert.DoesNotContain('\n', error.Message);
        }

        Assert.False(File.Exists(canary));
    }

    [Fact]
    public void Code_in_the_other_pickles_of_a_legacy_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        var good = PickleWriter.StateDict().Legacy(("0", Four));
        var attack = new PickleWriter().Call("os", "system", "true").Stop();
        foreach (var start in Enumerable.Range(0, good.Length - 2).Where(i => i > 0 && good[i] == 0x80 && good[i + 1] == 2))
        {
            var path = folder.Write("attack.pth", [.. good[..start], .. attack, .. good[start..]]);
            Assert.Contains("os.system", Assert.Throws<InputException>(() => WeightFile.Open(path)).Message);
        }
    }

    [Fact]
    public void An_allowed_class_cannot_be_called() =>
        Refuse(new PickleWriter().Global("torch", "FloatStorage").Op(')').Op('R').Stop(), "torch.FloatStorage");

    [Fact]
    public void A_tensor_that_leaves_its_storage_is_refused()
    {
        Refuse(new PickleWriter().Op('}').Text("w").Tensor("0", 4, 0, [5], [1]).Op('s').Zip(storages: ("0", Four)), "leave its storage");
        Refuse(new PickleWriter().Op('}').Text("w").Tensor("0", 4, 1, [4], [1]).Op('s').Zip(storages: ("0", Four)), "leave its storage");
        Refuse(
            new PickleWriter().Op('}').Text("w").Tensor("0", 4, 0, [2, 2], [3, 1]).Op('s').Zip(storages: ("0", Four)), "leave its storage");
        Refuse(new PickleWriter().Op('}').Text("w").Tensor("0", 4, -1, [2], [1]).Op('s').Zip(storages: ("0", Four)), "leave its storage");
        Refuse(
            new PickleWriter().Op('}').Text("w").Tensor("0", 4, long.MaxValue, [2], [1]).Op('s').Zip(storages: ("0", Four)),
            "leave its storage");
        Refuse(
            new PickleWriter().Op('}').Text("w").Tensor("0", 4, 0, [1L << 40, 1L << 40], [0, 0]).Op('s').Zip(storages: ("0", Four)),
            "leave its storage");
        Refuse(
            new PickleWriter().Op('}').Text("w").Tensor("0", 4, 0, [1L << 36], [0]).Op('s').Zip(storages: ("0", Four)),
            "leave its storage");
        Refuse(new PickleWriter().Op('}').Text("w").Tensor("0", 5, 0, [4], [1]).Op('s').Zip(storages: ("0", Four)), "16 bytes");
        Refuse(new PickleWriter().Op('}').Text("w").Tensor("0", 1L << 60, 0, [4], [1]).Op('s').Zip(storages: ("0", Four)), "weights");
        Refuse(new PickleWriter().Op('}').Text("w").Tensor("0", 1L << 60, 0, [4], [1]).Op('s').Legacy(("0", Four)), "storage 0");
        Refuse(
            new PickleWriter().Op('}').Text("w").Tensor("../../etc/passwd", 4, 0, [4], [1]).Op('s').Zip(storages: ("0", Four)),
            "no archive member");
    }

    [Fact]
    public void A_length_beyond_the_file_is_refused_before_memory_is_taken()
    {
        Refuse(new PickleWriter(4).Raw(0x8E, 0, 0, 0, 0, 0, 0, 0, 0x7F).Stop(), "length");
        Refuse(new PickleWriter(4).Raw(0x8D, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF).Stop(), "length");
        Refuse(new PickleWriter().Op('X').Raw(0xFF, 0xFF, 0xFF, 0x7F).Stop(), "length");
        Refuse(new PickleWriter().Op('T').Raw(0xFF, 0xFF, 0xFF, 0xFF).Stop(), "length");
        Refuse(new PickleWriter().Raw(0x8B, 0xFF, 0xFF, 0xFF, 0x7F).Stop(), "integer");
        Refuse(new PickleWriter(4).Raw(0x95, 0, 0, 0, 0, 0, 0, 0, 0x40).Stop(), "length");
    }

    [Fact]
    public void Dictionaries_that_hold_each_other_a_billion_times_are_searched_in_bounded_time()
    {
        var bomb = new PickleWriter().Op('}').Op('q').Raw(0);
        for (byte level = 1; level < 200; level++)
        {
            bomb.Op('}');
            for (var k = 0; k < 10; k++)
            {
                bomb.Text($"k{k}").Op('h').Raw((byte)(level - 1)).Op('s');
            }

            bomb.Op('q').Raw(level);
        }

        Refuse(bomb.Stop(), "no tensors");
    }

    [Fact]
    public void A_dictionary_that_holds_itself_is_searched_in_bounded_time() =>
        Refuse(new PickleWriter().Op('}').Op('q').Raw(0).Text("self").Op('h').Raw(0).Op('s').Stop(), "no tensors");

    [Fact]
    public void Endless_nesting_does_not_overflow_the_stack()
    {
        var deep = new PickleWriter();
        for (var i = 0; i < 50_000; i++)
        {
            deep.Op('}').Text("k");
        }

        deep.Op('N');
        for (var i = 0; i < 50_000; i++)
        {
            deep.Op('s');
        }

        Refuse(deep.Stop(), "no tensors");
    }

    private static void Refuse(byte[] content, string reason)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InputException>(() => WeightFile.Open(folder.Write("weights.pth", content)));
        Assert.Contains(reason, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }
}
