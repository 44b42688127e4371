using System.Runtime.InteropServices;
using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

/// <summary>Objects beside the tensors are left unread and named; only a tensor that is one of them is refused.</summary>
public sealed class ForeignObjectTests
{
    private static readonly byte[] Four = MemoryMarshal.AsBytes<float>([1, 2, 3, 4]).ToArray();

    public static TheoryData<string, string> Classes => new()
    {
        { "mmengine.logging.history_buffer", "HistoryBuffer" },
        { "pytorch_lightning.utilities.parsing", "AttributeDict" },
        { "omegaconf.dictconfig", "DictConfig" },
        { "argparse", "Namespace" },
        { "pathlib", "PosixPath" },
        { "datetime", "datetime" },
        { "functools", "partial" },
        { "numpy.random._pickle", "__randomstate_ctor" },
        { "my.project", "Outer.Inner" },
    };

    [Theory]
    [MemberData(nameof(Classes))]
    public void An_object_of_an_unknown_class_is_named_and_the_weights_are_read(string module, string name)
    {
        foreach (var make in new Func<PickleWriter, PickleWriter>[]
        {
            pickle => pickle.Call(module, name, "x"),
            pickle => pickle.Global(module, name).Op(')').Raw(0x81).Op('}').Text("a").Int(1).Op('s').Op('b'),
            pickle => pickle.Global(module, name).Op(')').Op('R').Op('(').Text("key").Int(1).Op('u'),
            pickle => pickle.Global(module, name).Op(')').Op('R').Op('(').Int(1).Int(2).Op('e'),
            pickle => pickle.Global(
                "copyreg", "_reconstructor").Op('(').Global(module, name).Global("builtins", "object").Op('N').Op('t').Op('R'),
            pickle => pickle.Op('}').Global(module, name).Int(1).Op('s'),
            pickle => pickle.Global(module, name).Op(')').Op('}').Text("lr").Int(1).Op('s').Raw(0x92),
            pickle => pickle.Op('(').Text("x").Op('i').Raw([.. System.Text.Encoding.ASCII.GetBytes($"{module}\n{name}\n")]),
            pickle => pickle.Global("builtins", "getattr").Global(module, name).Text("best").Raw(0x86).Op('R').Op(')').Op('R'),
        })
        {
            var pickle = make(Beginning().Text("other")).Op('s').Text("epoch").Int(1).Op('s');
            Assert.Contains(Read(pickle, "state_dict").Notes, note => note.Contains($"{module}.{name}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_defaultdict_is_a_dictionary_and_is_named_only_where_it_holds_no_weights()
    {
        static PickleWriter Default(PickleWriter pickle) =>
            pickle.Global("collections", "defaultdict").Global("builtins", "list").Raw(0x85).Op('R');
        Assert.Contains(Read(Default(Beginning().Text("log")).Op('s'), "state_dict").Notes, note => note.Contains(
            "collections.defaultdict", StringComparison.Ordinal));
        var inside = Default(new PickleWriter()).Text("w").Tensor("0", 4, 0, [4], [1]).Op('s');
        Assert.DoesNotContain(Read(inside, null).Notes, note => note.Contains("defaultdict", StringComparison.Ordinal));
    }

    [Fact]
    public void A_random_state_of_numpy_is_left_unread()
    {
        var pickle = Beginning().Text("rng").Op('(').Text("MT19937").NumpyArray([2], new byte[8], "u4").Int(624).Op('t').Op('s');
        Assert.Contains(Read(pickle, "state_dict").Notes, note => note.Contains("numpy.ndarray of u4", StringComparison.Ordinal));
    }

    [Fact]
    public void A_plain_checkpoint_has_nothing_to_note() => Assert.Empty(Read(PickleWriter.StateDict(), null).Notes);

    [Theory]
    [InlineData("torch._utils", "_rebuild_qtensor")]
    [InlineData("torchao.dtypes", "AffineQuantizedTensor")]
    public void A_tensor_that_is_a_foreign_object_is_refused_by_its_name(string module, string name)
    {
        var pickle = new PickleWriter().Op('}').Text("state_dict").Op('}').Text("v").Tensor("0", 4, 0, [4], [1]).Op('s')
            .Text("conv.weight").Global(module, name).Op('(').Storage("0", 4).Int(0).Op('t').Op('R').Op('s').Op('s');
        var error = Refusal(pickle);
        Assert.Contains("conv.weight", error);
        Assert.Contains($"{module}.{name}", error);
    }

    [Fact]
    public void A_foreign_object_among_the_tensors_that_holds_none_is_left_out()
    {
        var pickle = new PickleWriter().Op('}').Text("w").Tensor("0", 4, 0, [4], [1]).Op('s').Text("_extra_state")
            .Call("my.project", "State", "x").Op('s');
        Assert.Equal(["w"], Read(pickle, null).Names);
    }

    [Fact]
    public void A_whole_model_saved_as_an_object_is_refused_with_what_to_save()
    {
        var pickle = new PickleWriter().Global("my.project", "Net").Op(')').Raw(0x81).Op('}').Text("weight").Tensor("0", 4, 0, [4], [1])
            .Op('s').Op('b');
        var error = Refusal(pickle);
        Assert.Contains("my.project.Net", error);
        Assert.Contains("model.state_dict()", error);
    }

    [Fact]
    public void A_storage_of_complex_numbers_beside_the_weights_is_passed_over()
    {
        var pickle = Beginning().Text("spectrum").Tensor("1", 2, 0, [2], [1], "ComplexFloatStorage").Op('s');
        Read(pickle, "state_dict", ("1", new byte[16]));
    }

    [Fact]
    public void A_tensor_with_attributes_of_its_own_is_read()
    {
        var pickle = new PickleWriter().Op('}').Text("w").Global("torch._tensor", "_rebuild_from_type_v2").Op('(')
            .Global("torch._utils", "_rebuild_tensor_v2").Global("torch.nn.parameter", "Parameter")
            .Op('(').Storage("0", 4).Long(0).Longs(4).Longs(1).Raw(0x89).Global("collections", "OrderedDict").Op(')').Op('R').Op('t')
            .Op('}').Text("tag").Int(1).Op('s').Op('t').Op('R').Op('s');
        Assert.Equal(["w"], Read(pickle, null).Names);
    }

    private static PickleWriter Beginning() =>
        new PickleWriter().Op('}').Text("state_dict").Op('}').Text("w").Tensor("0", 4, 0, [4], [1]).Op('s').Op('s');

    private static (string[] Names, IReadOnlyList<string> Notes) Read(
        PickleWriter pickle, string? part, params (string Key, byte[] Values)[] more)
    {
        using var folder = new TemporaryFolder();
        using var file = WeightFile.Open(folder.Write("c.pth", pickle.Zip(storages: [("0", Four), .. more])));
        Assert.Equal([1f, 2, 3, 4], MemoryMarshal.Cast<byte, float>(file.ReadBytes(file.Find("w")!)).ToArray());
        Assert.All(file.Notes, note => Assert.DoesNotContain('\n', note));
        Assert.True(part is null || file.Notes[0].Contains($"'{part}'", StringComparison.Ordinal));
        return ([.. file.Entries.Select(entry => entry.Name)], file.Notes);
    }

    private static string Refusal(PickleWriter pickle)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<InputException>(() => WeightFile.Open(folder.Write("c.pth", pickle.Zip(storages: ("0", Four)))));
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }
}
