using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Layers;

/// <summary>
/// Attention of several heads (Vaswani et al. 2017, section 3.2.2) under torch.nn.MultiheadAttention's names: <c>in_proj_weight</c> and
/// <c>in_proj_bias</c>, which hold query, key and value one below the other, and <c>out_proj</c>.
/// </summary>
internal sealed class MultiHeadAttention : Module
{
    private readonly long width;
    private readonly long heads;
    private readonly Tensor inWeight;
    private readonly Tensor inBias;
    private readonly Linear project;

    /// <summary>Makes one with Xavier's initialization and biases of 0.</summary>
    /// <param name="width">Channels of queries, keys, values and results.</param>
    /// <param name="heads">Heads, a divisor of <paramref name="width"/>.</param>
    public MultiHeadAttention(long width, long heads)
    {
        (this.width, this.heads) = (width, heads);
        inWeight = Parameter("in_proj_weight", Tensor.Empty([3 * width, width]));
        inBias = Parameter("in_proj_bias", Tensor.Zeros([3 * width]));
        project = Child("out_proj", XavierLinear.Of(width, width));
        Initialize.XavierUniform(inWeight);
    }

    /// <summary>Lets queries look at keys and fetch values.</summary>
    /// <param name="query">(N, queries, width).</param>
    /// <param name="key">(N, keys, width).</param>
    /// <param name="value">(N, keys, width).</param>
    /// <param name="mask">Where a query may look, for all heads: (N, queries, keys), true or false; null for everywhere.</param>
    /// <returns>(N, queries, width).</returns>
    public Tensor Forward(Tensor query, Tensor key, Tensor value, Tensor? mask = null)
    {
        using var scope = TensorScope.Open();
        var (q, k) = ReferenceEquals(query, key) ? Together(query) : (Part(query, 0), Part(key, 1));
        var attended = Attention.ScaledDotProduct(Heads(q), Heads(k), Heads(Part(value, 2)), mask?.Unsqueeze(1));
        return scope.Return(project.Forward(attended.Transpose(1, 2).Reshape([query.Size(0), -1, width])));
    }

    private Tensor Part(Tensor x, long part, long parts = 1) =>
        x.Linear(inWeight.Narrow(0, part * width, parts * width), inBias.Narrow(0, part * width, parts * width));

    private (Tensor Query, Tensor Key) Together(Tensor x)
    {
        var both = Part(x, 0, parts: 2);
        return (both.Narrow(-1, 0, width), both.Narrow(-1, width, width));
    }

    // (N, tokens, width) as (N, heads, tokens, width / heads).
    private Tensor Heads(Tensor x) => x.Unflatten(-1, [heads, width / heads]).Transpose(1, 2);
}
