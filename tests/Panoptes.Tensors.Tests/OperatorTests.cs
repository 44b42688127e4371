using Panoptes.Tensors.Generators;

namespace Panoptes.Tensors.Tests;

public sealed class OperatorTests
{
    private static IEnumerable<string> Schemas() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "operators.txt")).Where(line => line.Length > 0 && line[0] != '#');

    [Fact]
    public void Every_listed_operator_exists_in_this_libtorch_with_the_same_arguments()
    {
        var problems = new List<string>();
        foreach (var text in Schemas())
        {
            var listed = SchemaParser.Parse(text, 0).Schema!;
            if (listed.Since.Length > 0
                && !Libtorch.IsAtLeast(int.Parse(listed.Since.Split('.')[0]), int.Parse(listed.Since.Split('.')[1])))
            {
                Assert.Null(Libtorch.OperatorSchema(listed.Name, listed.Overload));
                continue;
            }

            if (Libtorch.OperatorSchema(listed.Name, listed.Overload) is not { } actualText)
            {
                problems.Add($"missing: {text}");
                continue;
            }

            var actual = SchemaParser.Parse(actualText, 0).Schema!;
            var same = listed.Arguments.Length <= actual.Arguments.Length
                && listed.Arguments.Zip(actual.Arguments).All(pair => IsCompatible(pair.First, pair.Second))
                && actual.Arguments.Skip(listed.Arguments.Length).All(a => a.Default is not null)
                && listed.Results.Select(r => (r.Type.Kind, r.Type.IsList))
                    .SequenceEqual(actual.Results.Select(r => (r.Type.Kind, r.Type.IsList)));
            if (!same)
            {
                problems.Add($"listed {text}\nactual {actualText}");
            }
        }

        Assert.True(problems.Count == 0, $"libtorch {Libtorch.Version}:\n" + string.Join("\n", problems));
    }

    [Fact]
    public void Lists_optional_tensors_scalars_texts_and_several_results_cross_the_bridge()
    {
        using var scope = TensorScope.Open();
        var x = Tensor.From<float>([3, 1, 2, 6, 5, 4], 2, 3);
        var (values, indices) = x.Sort(dim: 1, descending: true);
        Assert.Equal([3f, 2f, 1f, 6f, 5f, 4f], values.ToArray<float>());
        Assert.Equal([0L, 2L, 1L, 0L, 1L, 2L], indices.ToArray<long>());

        Assert.Equal([3f, 6f], x.Index([null, Tensor.Scalar(0L)]).ToArray<float>());
        Assert.Equal([1f, 5f], x.Index([Tensor.From<long>([0, 1], 2), Tensor.From<long>([1, 1], 2)]).ToArray<float>());
        Assert.Equal(3, x.Split(1, dim: 1).Length);
        Assert.Equal([4L, 3L], Ops.Cat([x, x]).Shape.ToArray());
        Assert.Equal([1f, 0.5f], Tensor.From<float>([2, 1], 2).Div(Tensor.Scalar(2f)).ToArray<float>());
        Assert.Equal([1f, 0f], Tensor.From<float>([2.5f, 1], 2).Div(2, "floor").ToArray<float>());
        Assert.Equal([0f, 1f, 1f], Tensor.From<float>([-1, 1, 3], 3).Clamp(max: 1, min: 0).ToArray<float>());
        Assert.Equal([3f, 6f], x.Amax([1]).ToArray<float>());
        Assert.Equal(21f, x.Sum().Item());
        Assert.Equal([9f, 6f, 6f], x.Sum([0]).ToArray<float>());
        Assert.Equal(DType.Float64, x.Sum(DType.Float64).DType);
        Assert.True(x.Equal(x.Clone()));
        Assert.Equal(4, x.UpsampleBilinear2dLike(2));
    }

    [Fact]
    public void A_list_with_a_default_takes_it_when_left_out_and_boolean_lists_cross()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(3);
        var x = Ops.Randn([1, 2, 6, 6]);
        var w = Ops.Randn([4, 2, 3, 3]);
        Assert.Equal([1, 4, 4, 4], x.Conv2d(w).Shape.ToArray());
        Assert.Equal([1, 4, 2, 2], x.Conv2d(w, stride: [2, 2]).Shape.ToArray());
        Assert.Equal([1, 2, 3, 3], x.MaxPool2d([2, 2]).Shape.ToArray());

        var y = Ops.Ones([1, 4, 4, 4]);
        var (gradInput, gradWeight, gradBias) = y.ConvolutionBackward(
            x, w, [4], [1, 1], [0, 0], [1, 1], false, [0, 0], 1, [true, true, true]);
        Assert.Equal(x.Shape.ToArray(), gradInput.Shape.ToArray());
        Assert.Equal(w.Shape.ToArray(), gradWeight.Shape.ToArray());
        Assert.Equal([16f, 16f, 16f, 16f], gradBias.ToArray<float>());
        var (none, only, _) = y.ConvolutionBackward(x, w, [4], [1, 1], [0, 0], [1, 1], false, [0, 0], 1, [false, true, false]);
        Assert.Null(none);
        Close.To(gradWeight.ToArray<float>(), only.ToArray<float>());
    }

    [Fact]
    public void In_place_operators_write_to_their_tensor_and_return_it()
    {
        using var scope = TensorScope.Open();
        var x = Tensor.Ones([3]);
        Assert.Same(x, x.AddInPlace(2).MulInPlace(x));
        Assert.Equal([9f, 9f, 9f], x.ToArray<float>());
        Tensor[] list = [Tensor.Ones([2]), Tensor.Zeros([1])];
        Ops.ForeachAddInPlace(list, 5);
        Ops.ForeachMulInPlace(list, [(Scalar)2, 3]);
        Assert.Equal([12f, 12f], list[0].ToArray<float>());
        Assert.Equal([15f], list[1].ToArray<float>());
    }

    [Fact]
    public void A_result_that_is_the_argument_itself_is_a_handle_of_its_own()
    {
        using var scope = TensorScope.Open();
        var x = Tensor.Ones([3]);
        var same = x.Contiguous();
        same.Dispose();
        Assert.Equal(3, x.Sum().Item());
    }

    [Fact]
    public void Long_tensor_lists_do_not_need_the_stack()
    {
        using var scope = TensorScope.Open();
        var parts = Enumerable.Range(0, 5000).Select(k => Tensor.Scalar((long)k)).ToArray();
        Assert.Equal(5000L * 4999 / 2, Ops.Stack(parts).Sum().ItemInt64());
    }

    [Fact]
    public void A_missing_tensor_in_a_list_is_an_error_that_names_the_operator()
    {
        using var scope = TensorScope.Open();
        var error = Assert.Throws<TensorException>(() => Ops.Cat([Tensor.Ones([2]), Tensor.Ones([2, 2])]));
        Assert.Equal("aten::cat", error.Operator);
        Assert.Contains("tensors=(Float[2], Float[2, 2])", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Attention_is_the_softmax_of_scaled_scores_with_either_kind_of_mask()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(6);
        var (q, k, v) = (Ops.Randn([2, 3, 4, 8]), Ops.Randn([2, 3, 5, 8]), Ops.Randn([2, 3, 5, 6]));
        var allowed = Tensor.From<bool>([.. Enumerable.Range(0, 20).Select(n => n % 3 != 1)], 4, 5);
        var added = Tensor.Zeros([4, 5]).MaskedFill(allowed.LogicalNot(), double.NegativeInfinity);

        var byTruth = Attention.ScaledDotProduct(q, k, v, allowed).ToArray<float>();
        Close.To(Attention.ScaledDotProduct(q, k, v, added).ToArray<float>(), byTruth);
        Close.To(Attention.InParts(q, k, v, allowed, 0).ToArray<float>(), byTruth);

        // One query by hand: the first of the first head looks at keys 0, 2 and 3.
        var scores = new[] { 0, 2, 3 }.Select(n => Math.Exp(q.ToArray<float>().Take(8)
            .Zip(k.ToArray<float>().Skip(8 * n).Take(8), (a, b) => (double)a * b).Sum() / Math.Sqrt(8))).ToArray();
        var expected = (scores[0] * v.ToArray<float>()[0]) + (scores[1] * v.ToArray<float>()[12]) + (scores[2] * v.ToArray<float>()[18]);
        Assert.Equal(expected / scores.Sum(), byTruth[0], 4);
    }

    private static bool IsCompatible(SchemaArgument listed, SchemaArgument actual) =>
        listed.Type.IsList == actual.Type.IsList
        && (listed.Type.Kind == actual.Type.Kind
            || (listed.Type.Kind == SchemaKind.Int && actual.Type.Kind is SchemaKind.Scalar or SchemaKind.DType))
        && (actual.Type.IsOptional || !listed.Type.IsOptional)
        && listed.Type.IsElementOptional == actual.Type.IsElementOptional;
}

internal static class OperatorTestExtensions
{
    /// <summary>Columns after doubling the size of a matrix through the overload that takes optional lists of sizes and factors.</summary>
    public static long UpsampleBilinear2dLike(this Tensor matrix, double factor) =>
        matrix.View([1, 1, matrix.Size(0), matrix.Size(1)]).UpsampleNearest2d([], [factor, factor]).Size(2);
}
