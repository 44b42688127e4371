using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.LabelContracts;

/// <summary>
/// Where a label map lies in the scene that its image shows. A map that covers a part of the image is put onto a canvas that covers all of
/// it, by the one <see cref="Geometry"/>, so that from there on every layer shows the same scene.
/// </summary>
public static class LabelCanvas
{
    private const double Tolerance = 1e-6;

    /// <summary>
    /// The map from a label map to its canvas: at the labels' own scale, where the crop lies on their pixels (a mere copy), else at the
    /// native size. Null where labels cover the image whole.
    /// </summary>
    /// <param name="contract">The contract, validated.</param>
    /// <param name="native">The image's size.</param>
    /// <param name="label">The label map's size.</param>
    public static Geometry? Of(LabelContract contract, LabelSize native, LabelSize label)
    {
        ArgumentNullException.ThrowIfNull(contract);
        if (contract.Crop is not { } crop)
        {
            return null;
        }

        var placed = Geometry.Identity(label.Width, label.Height);
        double[] onGrid = [crop.X, crop.Y, crop.Width, crop.Height, native.Width, native.Height];
        if (onGrid.All(edge => IsWhole(edge * contract.Scale)))
        {
            return Pad(placed, crop, native, contract.Scale);
        }

        return Pad(placed.Resize((int)Math.Round(crop.Width), (int)Math.Round(crop.Height)), crop, native, 1);
    }

    /// <summary>Whether a coordinate lies on a pixel's edge.</summary>
    internal static bool IsWhole(double edge) => Math.Abs(edge - Math.Round(edge)) < Tolerance;

    private static Geometry Pad(Geometry placed, LabelCrop crop, LabelSize native, double scale)
    {
        var (left, top) = ((int)Math.Round(crop.X * scale), (int)Math.Round(crop.Y * scale));
        var (width, height) = ((int)Math.Round(native.Width * scale), (int)Math.Round(native.Height * scale));
        return placed.Pad(left, top, Math.Max(0, width - left - placed.Width), Math.Max(0, height - top - placed.Height));
    }
}
