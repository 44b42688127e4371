using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones.Swin;

/// <summary>x + windows' attention of LN(x), then x + MLP of LN(x) (Liu et al. 2021, equation 3), each branch with drop path.</summary>
internal sealed class SwinBlock : Layer
{
    private readonly long window;
    private readonly long shift;
    private readonly LayerNorm norm1;
    private readonly WindowAttention attention;
    private readonly DropPath dropPath;
    private readonly LayerNorm norm2;
    private readonly Mlp mlp;

    /// <summary>Makes a block.</summary>
    /// <param name="width">Channels.</param>
    /// <param name="config">The network.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="isShifted">Whether its windows lie half a window further down and to the right.</param>
    /// <param name="drop">Share of samples that skip a branch in training.</param>
    public SwinBlock(long width, SwinConfig config, int heads, bool isShifted, double drop)
    {
        window = config.Window;
        shift = isShifted ? window / 2 : 0;
        norm1 = Child("norm1", new LayerNorm(width));
        attention = Child("attn", new WindowAttention(width, window, heads));
        dropPath = Child("drop_path", new DropPath(drop));
        norm2 = Child("norm2", new LayerNorm(width));
        mlp = Child("mlp", new Mlp(width, (long)(width * config.MlpRatio)));
    }

    /// <summary>Computes the block.</summary>
    /// <param name="x">(N,H,W,C).</param>
    /// <returns>The same shape.</returns>
    public override Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Open();
        var y = dropPath.Add(x, Attend(norm1.Forward(x)));
        return scope.Return(dropPath.Add(y, mlp.Forward(norm2.Forward(y))));
    }

    // Padding comes after the norm, and padded tokens are attended to: as published, and as the weights were trained.
    private Tensor Attend(Tensor x)
    {
        var (height, width) = (x.Size(1), x.Size(2));
        var (down, right) = ((window - (height % window)) % window, (window - (width % window)) % window);
        var isPadded = down > 0 || right > 0;
        var padded = isPadded ? x.ConstantPadNd([0, 0, 0, right, 0, down]) : x;
        var placed = shift > 0 ? padded.Roll([-shift, -shift], [1, 2]) : padded;
        var mask = shift > 0 ? Windows.ShiftMask(height + down, width + right, window, shift, x.Device) : null;
        var attended = Windows.Join(attention.Forward(Windows.Cut(placed, window), mask), window, height + down, width + right);
        var back = shift > 0 ? attended.Roll([shift, shift], [1, 2]) : attended;
        return isPadded ? back.Narrow(1, 0, height).Narrow(2, 0, width) : back;
    }
}
