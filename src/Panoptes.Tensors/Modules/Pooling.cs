namespace Panoptes.Tensors.Modules;

/// <summary>The largest value under a sliding window of N, C, H, W.</summary>
/// <param name="kernel">Side of the window.</param>
/// <param name="stride">Step; 0 means the window's side.</param>
/// <param name="padding">Cells added on every side that never win.</param>
/// <param name="dilation">Distance between the window's cells.</param>
/// <param name="ceiling">Rounds the output size up.</param>
public sealed class MaxPool2d(long kernel, long stride = 0, long padding = 0, long dilation = 1, bool ceiling = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var step = stride > 0 ? stride : kernel;
        return x.MaxPool2d([kernel, kernel], [step, step], [padding, padding], [dilation, dilation], ceiling);
    }
}

/// <summary>The mean under a sliding window of N, C, H, W.</summary>
/// <param name="kernel">Side of the window.</param>
/// <param name="stride">Step; 0 means the window's side.</param>
/// <param name="padding">Zeros added on every side.</param>
/// <param name="ceiling">Rounds the output size up.</param>
/// <param name="countPadding">Whether the added zeros count in the mean.</param>
public sealed class AvgPool2d(long kernel, long stride = 0, long padding = 0, bool ceiling = false, bool countPadding = true) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var step = stride > 0 ? stride : kernel;
        return x.AvgPool2d([kernel, kernel], [step, step], [padding, padding], ceiling, countPadding);
    }
}

/// <summary>Means over a grid of cells of N, C, H, W, whatever the input's size.</summary>
/// <param name="height">Rows of the output.</param>
/// <param name="width">Columns of the output.</param>
public sealed class AdaptiveAvgPool2d(long height, long width) : Layer
{
    /// <summary>A square output.</summary>
    public AdaptiveAvgPool2d(long size)
        : this(size, size)
    {
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AdaptiveAvgPool2d([height, width]);
}
