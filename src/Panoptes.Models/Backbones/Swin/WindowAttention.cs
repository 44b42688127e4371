using Panoptes.Models.Layers;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Swin;

/// <summary>
/// Attention within square windows with a learnt bias for every offset between two tokens (Liu et al. 2021, equation 4).
/// Parameters <c>relative_position_bias_table</c> ((2W-1)², heads), <c>qkv</c>, <c>proj</c>; buffer
/// <c>relative_position_index</c> (W², W²), which row of the table is for which two tokens.
/// </summary>
internal sealed class WindowAttention : Module, IWeightGuard
{
    private const double BiasDeviation = 0.02;

    private readonly long window;
    private readonly long heads;
    private readonly Tensor biasTable;
    private readonly Tensor biasIndex;
    private readonly Linear project;
    private readonly Linear queryKeyValue;

    /// <summary>Makes one.</summary>
    /// <param name="width">Channels.</param>
    /// <param name="window">Side of a window.</param>
    /// <param name="heads">Attention heads, a divisor of <paramref name="width"/>.</param>
    public WindowAttention(long width, long window, long heads)
    {
        (this.window, this.heads) = (window, heads);
        biasTable = Parameter("relative_position_bias_table", Tensor.Zeros([((2 * window) - 1) * ((2 * window) - 1), heads]));
        Initialize.TruncatedNormal(biasTable, 0, BiasDeviation);
        biasIndex = Buffer("relative_position_index", Tensor.From(Index(window), window * window, window * window));
        queryKeyValue = Child("qkv", TransformerLinear.Of(width, 3 * width));
        project = Child("proj", TransformerLinear.Of(width, width));
    }

    /// <summary>Which row of the bias table is for tokens a and b of a window: row-major over (a, b).</summary>
    public static long[] Index(long window)
    {
        var count = window * window;
        var index = new long[count * count];
        for (var a = 0L; a < count; a++)
        {
            for (var b = 0L; b < count; b++)
            {
                var (down, right) = ((a / window) - (b / window), (a % window) - (b % window));
                index[(a * count) + b] = ((down + window - 1) * ((2 * window) - 1)) + right + window - 1;
            }
        }

        return index;
    }

    /// <summary>Lets the tokens of each window see each other.</summary>
    /// <param name="windows">(N * windows, W², C), images outermost.</param>
    /// <param name="shiftMask">(windows, W², W²) to be added to the attention, or null.</param>
    /// <returns>The same shape.</returns>
    public Tensor Forward(Tensor windows, Tensor? shiftMask)
    {
        var (tokens, channels) = (windows.Size(1), windows.Size(2));
        using var scope = TensorScope.Open();
        var bias = biasTable.IndexSelect(0, biasIndex.View([-1])).View([tokens, tokens, heads]).Permute([2, 0, 1]).Unsqueeze(0);

        // With a mask the windows of an image become heads: each has its own mask, and all images share it.
        var together = shiftMask?.Size(0) ?? 1;
        if (shiftMask is not null)
        {
            bias = (bias + shiftMask.Unsqueeze(1)).Reshape([1, together * heads, tokens, tokens]);
        }

        var parts = queryKeyValue.Forward(windows)
            .View([-1, together, tokens, 3, heads, channels / heads])
            .Permute([3, 0, 1, 4, 2, 5])
            .Reshape([3, -1, together * heads, tokens, channels / heads])
            .Unbind(0);
        var isTrained = IsTraining && biasTable.RequiresGrad;
        var attended = Attention.ScaledDotProduct(parts[0], parts[1], parts[2], bias.To(parts[0].DType), trainsMask: isTrained)
            .View([-1, together, heads, tokens, channels / heads])
            .Permute([0, 1, 3, 2, 4])
            .Reshape([-1, tokens, channels]);
        return scope.Return(project.Forward(attended));
    }

    /// <summary>Objects to weights of other windows, whose position biases do not fit, and to other orders of the offsets.</summary>
    WeightMismatch? IWeightGuard.Mismatch(WeightFile file, IReadOnlyDictionary<string, WeightSource> given)
    {
        if (given.TryGetValue("relative_position_bias_table", out var table) && table.Shape is [var rows, _] && rows != biasTable.Size(0))
        {
            var side = (Math.Round(Math.Sqrt(rows)) + 1) / 2;
            return new WeightMismatch(
                $"attention windows of {side:0}x{side:0} tokens (a position bias of {rows} rows)",
                $"windows of {window}x{window} ({biasTable.Size(0)} rows)",
                "choose the model of that window (names that end in 12 have windows of 12x12), or weights of this one");
        }

        return given.TryGetValue("relative_position_index", out var index) && !IsOwnIndex(file, index)
            ? new WeightMismatch(
                "a relative_position_index that numbers offsets in another order", "that of the published Swin transformers",
                "use the published file, or reorder relative_position_bias_table and leave the index out")
            : null;
    }

    private bool IsOwnIndex(WeightFile file, WeightSource index)
    {
        using var scope = TensorScope.Open();
        return index.Shape.SequenceEqual(biasIndex.Shape.ToArray()) && index.Read(file).ToArray<long>().SequenceEqual(Index(window));
    }
}
