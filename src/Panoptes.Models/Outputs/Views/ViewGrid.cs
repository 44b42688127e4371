using Panoptes.Models.Detection.Views;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;

namespace Panoptes.Models.Outputs.Views;

/// <summary>
/// The cells in which masks of several views of one image are compared and averaged: those of the finest view, over the image without its
/// padding. At stride 4 they take a sixteenth of what masks of the image's size would.
/// </summary>
/// <param name="Height">Cells from top to bottom.</param>
/// <param name="Width">Cells from left to right.</param>
internal readonly record struct ViewGrid(int Height, int Width)
{
    // Cells that are held at once: 64 MiB of float32.
    private const long Chunk = 1 << 24;

    /// <summary>How many masks may be worked on at once.</summary>
    public int AtOnce => (int)Math.Max(1, Chunk / ((long)Height * Width));

    /// <summary>The grid of some views.</summary>
    /// <param name="views">Each view, its height and width after padding, and those of its masks, which span the padding too.</param>
    public static ViewGrid Of(IEnumerable<(ImageView View, (int Height, int Width) Padded, (int Height, int Width) Masks)> views)
    {
        var sizes = views.Select(each => (
            Height: Cells(each.View.Height, each.Padded.Height, each.Masks.Height),
            Width: Cells(each.View.Width, each.Padded.Width, each.Masks.Width))).ToArray();
        return new ViewGrid(sizes.Max(size => size.Height), sizes.Max(size => size.Width));
    }

    /// <summary>Masks of a view in the cells of the grid, left and right as in the image.</summary>
    /// <param name="masks">(q, h, w) float32, over the padded view.</param>
    /// <param name="padded">Height and width of the padded view.</param>
    /// <param name="view">The view.</param>
    /// <returns>(q, Height, Width) float32; the very values where the view's own cells are the grid's.</returns>
    public Tensor Fit(Tensor masks, (int Height, int Width) padded, ImageView view)
    {
        var (h, w) = ((int)masks.Size(1), (int)masks.Size(2));
        var isWhole = (long)view.Height * h % padded.Height == 0 && (long)view.Width * w % padded.Width == 0;
        if (!isWhole)
        {
            // The image ends within a cell: the padding is cut off at the view's own size, as one view is read.
            return view.Upright(MaskSizes.Fit(masks, padded, new ReadingSize(view.Height, view.Width, Height, Width)));
        }

        var own = masks.Narrow(1, 0, Cells(view.Height, padded.Height, h)).Narrow(2, 0, Cells(view.Width, padded.Width, w));
        return view.Upright(own.Size(1) == Height && own.Size(2) == Width
            ? own
            : own.Unsqueeze(0).Contiguous().UpsampleBilinear2d([Height, Width], false).Squeeze(0));
    }

    private static int Cells(int length, int padded, int cells) => (int)((((long)length * cells) + padded - 1) / padded);
}
