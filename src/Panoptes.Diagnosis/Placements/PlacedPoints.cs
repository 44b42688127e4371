using Panoptes.Diagnosis.Edges;
using Panoptes.Imaging;

namespace Panoptes.Diagnosis.Placements;

/// <summary>An image's edge energy with the boundary points of labels that may be its own: says how well a placement fits.</summary>
public sealed class PlacedPoints
{
    private readonly float[] padded;
    private readonly int stride;
    private readonly float[] x;
    private readonly float[] y;

    /// <summary>
    /// Lays boundary points over an image, as shares of its width and height, so that labels of any size cover all of it.
    /// </summary>
    /// <param name="energy">The image's <see cref="EdgeEnergy"/>.</param>
    /// <param name="points">The points.</param>
    /// <param name="orientation">How the labels are laid down.</param>
    public PlacedPoints(Plane<float> energy, BoundaryPoints points, Orientation orientation = Orientation.Upright)
        : this(Padded(energy), energy.Width, energy.Height, points, orientation)
    {
    }

    private PlacedPoints(float[] padded, int width, int height, BoundaryPoints points, Orientation orientation)
    {
        ArgumentNullException.ThrowIfNull(points);
        (this.padded, Width, Height, stride) = (padded, width, height, width + 2);
        (x, y) = (new float[points.Count], new float[points.Count]);
        for (var i = 0; i < x.Length; i++)
        {
            var (u, v) = Orientations.Map(orientation, points.X[i] / (double)points.Width, points.Y[i] / (double)points.Height);
            (x[i], y[i]) = ((float)(u * width), (float)(v * height));
        }
    }

    /// <summary>Width of the image in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the image in pixels.</summary>
    public int Height { get; }

    /// <summary>How many points there are.</summary>
    public int Count => x.Length;

    /// <summary>Other points over the same image.</summary>
    /// <param name="points">The points.</param>
    /// <param name="orientation">How their labels are laid down.</param>
    public PlacedPoints With(BoundaryPoints points, Orientation orientation = Orientation.Upright) =>
        new(padded, Width, Height, points, orientation);

    /// <summary>The mean energy under the points of a placement, bilinear; points that leave the image are left out.</summary>
    /// <param name="placement">Where the points go.</param>
    /// <returns>The mean, not a number where no point stays, and how many stay.</returns>
    public (double Mean, int Inside) Energy(Placement placement)
    {
        var (scale, offsetX, offsetY) = Map(placement);
        var (sum, inside) = (0.0, 0);
        for (var i = 0; i < x.Length; i++)
        {
            if (TrySample((scale * x[i]) + offsetX, (scale * y[i]) + offsetY, out var value))
            {
                sum += value;
                inside++;
            }
        }

        return (sum / inside, inside);
    }

    /// <summary>How much each point's energy rises from where it is to a placement; points that leave the image are left out.</summary>
    /// <param name="placement">Where the points go.</param>
    /// <param name="rises">Takes one value a point that stays; as many as there are points.</param>
    /// <returns>How many there are.</returns>
    public int Rises(Placement placement, Span<float> rises)
    {
        var (scale, offsetX, offsetY) = Map(placement);
        var count = 0;
        for (var i = 0; i < x.Length; i++)
        {
            if (TrySample(x[i], y[i], out var here) && TrySample((scale * x[i]) + offsetX, (scale * y[i]) + offsetY, out var there))
            {
                rises[count++] = there - here;
            }
        }

        return count;
    }

    private (float Scale, float X, float Y) Map(Placement placement)
    {
        var (anchorX, anchorY) = (placement.Anchor.X * Width, placement.Anchor.Y * Height);
        return (
            (float)placement.Scale, (float)(anchorX - (placement.Scale * anchorX) + placement.Dx),
            (float)(anchorY - (placement.Scale * anchorY) + placement.Dy));
    }

    private bool TrySample(float px, float py, out float value)
    {
        if (!(px >= 0 && py >= 0 && px <= Width && py <= Height))
        {
            value = 0;
            return false;
        }

        // The padding of one pixel makes up for pixel centers at one half.
        var (column, row) = (px + 0.5f, py + 0.5f);
        var (left, top) = (Math.Min((int)column, Width), Math.Min((int)row, Height));
        var (fx, fy) = (column - left, row - top);
        var i = (top * stride) + left;
        var upper = padded[i] + (fx * (padded[i + 1] - padded[i]));
        var lower = padded[i + stride] + (fx * (padded[i + stride + 1] - padded[i + stride]));
        value = upper + (fy * (lower - upper));
        return true;
    }

    private static float[] Padded(Plane<float> energy)
    {
        var (width, height) = (energy.Width, energy.Height);
        var padded = new float[(width + 2) * (height + 2)];
        for (var y = 0; y < height + 2; y++)
        {
            var row = padded.AsSpan(y * (width + 2), width + 2);
            energy.Row(Math.Clamp(y - 1, 0, height - 1)).CopyTo(row[1..]);
            (row[0], row[^1]) = (row[1], row[^2]);
        }

        return padded;
    }
}
