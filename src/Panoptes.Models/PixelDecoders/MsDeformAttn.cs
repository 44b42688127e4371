using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.PixelDecoders;

/// <summary>
/// Multi-scale deformable attention (Zhu et al. 2021, equation 3): a query looks at a few places of every level around its reference
/// point, which it chooses itself. Parameters <c>sampling_offsets</c>, <c>attention_weights</c>, <c>value_proj</c>, <c>output_proj</c>
/// (Mask2Former's ms_deform_attn.py).
/// </summary>
public sealed class MsDeformAttn : Module, IPreparable
{
    private readonly long heads;
    private readonly long levels;
    private readonly long points;
    private readonly Linear offsets;
    private readonly Linear attention;
    private readonly Linear values;
    private readonly Linear project;
    private bool isPrepared;

    /// <summary>Makes one whose heads look in eight compass directions at first, at steps of one position, all places alike.</summary>
    /// <param name="width">Channels.</param>
    /// <param name="heads">Heads, a divisor of <paramref name="width"/>.</param>
    /// <param name="levels">Levels.</param>
    /// <param name="points">Places per head and level.</param>
    public MsDeformAttn(long width, long heads, long levels, long points)
    {
        (this.heads, this.levels, this.points) = (heads, levels, points);
        offsets = Child("sampling_offsets", new Linear(width, heads * levels * points * 2));
        attention = Child("attention_weights", new Linear(width, heads * levels * points));
        values = Child("value_proj", XavierLinear.Of(width, width));
        project = Child("output_proj", XavierLinear.Of(width, width));
        Initialize.Constant(offsets.Weight, 0);
        Initialize.Constant(attention.Weight, 0);
        Initialize.Constant(attention.Bias!, 0);
        StartInAllDirections(offsets.Bias!);
    }

    /// <inheritdoc/>
    bool IPreparable.IsPrepared => isPrepared;

    /// <summary>Lets every query fetch what lies around its reference point.</summary>
    /// <param name="query">(N, queries, width), with positions added.</param>
    /// <param name="references">
    /// (N or 1, queries, levels, 2): x and y from 0 to 1 of a level; or (…, 4): with the width and height of a box that offsets are
    /// measured in.
    /// </param>
    /// <param name="tokens">(N, positions, width): all levels' positions, row by row, one level after the other.</param>
    /// <param name="sizes">Height and width of each level.</param>
    /// <param name="padding">(N, positions), true where there is nothing; or null.</param>
    /// <returns>(N, queries, width).</returns>
    public Tensor Forward(
        Tensor query, Tensor references, Tensor tokens, IReadOnlyList<(long Height, long Width)> sizes, Tensor? padding = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(sizes);
        using var scope = TensorScope.Open();
        var (n, count) = (query.Size(0), query.Size(1));
        var value = values.Forward(tokens);
        value = (padding is null ? value : value.MaskedFill(padding.Unsqueeze(-1), 0)).Unflatten(-1, [heads, -1]);
        var moves = offsets.Forward(query).View([n, count, heads, levels, points, 2]);
        var logits = attention.Forward(query).View([n, count, heads, levels * points]);
        long[] heights = [.. sizes.Select(size => size.Height)];
        long[] widths = [.. sizes.Select(size => size.Width)];
        if (isPrepared && !IsTraining && references.Size(-1) == 2)
        {
            return scope.Return(project.Forward(value.MsDeformAttnMoves(heights, widths, references, moves, logits)));
        }

        var weights = logits.Softmax(-1).View([n, count, heads, levels, points]);
        var places = Places(moves, references.Unsqueeze(2).Unsqueeze(4), sizes);
        return scope.Return(project.Forward(value.MsDeformAttn(heights, widths, places, weights)));
    }

    /// <inheritdoc/>
    void IPreparable.Prepare() => isPrepared = true;

    /// <inheritdoc/>
    void IPreparable.Release() => isPrepared = false;

    // A step is one position of its level or, of a box, half its side over the number of places.
    private Tensor Places(Tensor moves, Tensor references, IReadOnlyList<(long Height, long Width)> sizes)
    {
        if (references.Size(-1) == 4)
        {
            return references.Narrow(-1, 0, 2) + (moves * references.Narrow(-1, 2, 2) * (0.5 / points));
        }

        float[] extents = [.. sizes.SelectMany(size => new float[] { size.Width, size.Height })];
        return references + (moves / Tensor.From(extents, levels, 1, 2).To(moves.Device));
    }

    private void StartInAllDirections(Tensor bias)
    {
        var start = new List<float>();
        for (var head = 0; head < heads; head++)
        {
            var angle = 2 * Math.PI * head / heads;
            var longest = Math.Max(Math.Abs(Math.Cos(angle)), Math.Abs(Math.Sin(angle)));
            for (var k = 0; k < levels * points; k++)
            {
                var steps = (k % points) + 1;
                start.Add((float)(Math.Cos(angle) / longest * steps));
                start.Add((float)(Math.Sin(angle) / longest * steps));
            }
        }

        using var noGrad = Autograd.NoGrad();
        using var values = Tensor.From(start.ToArray(), start.Count);
        bias.CopyInPlace(values);
    }
}
