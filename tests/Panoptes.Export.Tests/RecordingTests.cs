using Panoptes.Export.Models;
using Panoptes.Export.Onnx;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Export.Tests;

/// <summary>Writes in place, views of what was written to, and what does not follow from the input.</summary>
public sealed class RecordingTests
{
    [Fact]
    public void A_write_to_a_part_is_seen_in_the_whole() => AssertSame(x =>
    {
        var whole = Tensor.Zeros([1, 3, 8, 9]);
        whole.Narrow(2, 1, 4).Narrow(3, 2, 6).CopyInPlace(x);
        return whole;
    });

    [Fact]
    public void A_view_taken_before_a_write_shows_what_was_written() => AssertSame(x =>
    {
        var y = x * 2;
        var view = y.View([1, 3, -1]);
        y.AddInPlace(1);
        return (view * view).View([1, 3, 4, 6]);
    });

    [Fact]
    public void A_write_through_a_view_changes_its_siblings_too() => AssertSame(x =>
    {
        var y = x * 2;
        var (rows, part) = (y.View([1, 3, 24]), y.Narrow(1, 1, 1));
        part.MulInPlace(3);
        y.Select(1, 0).AddInPlace(5);
        return rows.View([1, 3, 4, 6]) + y;
    });

    [Fact]
    public void A_constant_is_what_it_was_when_it_was_used() => AssertSame(x =>
    {
        var factor = Tensor.Full([1, 3, 1, 1], 2.0);
        var first = x * factor;
        factor.AddInPlace(1);
        return first + (x * factor);
    });

    [Fact]
    public void Chunks_rolls_flips_and_indices_come_out_alike() => AssertSame(x =>
    {
        var parts = x.Roll([1, -2], [2, 3]).Chunk(2, 3);
        var index = Tensor.From<long>([2, 0], 2);
        return Ops.Cat([parts[1].Flip([2]), parts[0]], 3) + x.IndexSelect(1, index).Mean([1], true);
    });

    [Fact]
    public void Values_that_are_read_on_the_way_are_refused_with_their_operator()
    {
        using var model = new FormulaSegmenter(x => x * x.Sigmoid().Mean().Item());
        var message = Assert.Throws<InputException>(() => ModelGraph.Of(model, new InputShape(1, 4, 6), reading: false)).Message;
        Assert.Contains("aten::mean", message);
    }

    [Fact]
    public void An_operator_without_a_rule_is_named()
    {
        using var model = new FormulaSegmenter(x => x.Erfinv());
        var message = Assert.Throws<InputException>(() => ModelGraph.Of(model, new InputShape(1, 4, 6), reading: false)).Message;
        Assert.Contains("aten::erfinv", message);
    }

    private static void AssertSame(Func<Tensor, Tensor> formula)
    {
        using var folder = new TemporaryFolder();
        using var model = new FormulaSegmenter(formula);
        OnnxWriter.Write(folder["m.onnx"], new OnnxModel(ModelGraph.Of(model, new InputShape(1, 4, 6), reading: false).Graph, []));
        using var scope = TensorScope.Open();
        using var onnx = new OnnxRun(folder["m.onnx"]);
        var x = Ops.Randn([1, 3, 4, 6]);
        var (shape, actual) = onnx.Run(x.ToArray<float>(), x.Shape)["logits"];
        var expected = formula(x);
        Assert.Equal(expected.Shape.ToArray(), shape.Select(size => (long)size));
        Assert.All(expected.ToArray<double>().Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }
}
