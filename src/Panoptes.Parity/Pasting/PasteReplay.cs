using Panoptes.Data.Pasting;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Parity.Pasting;

/// <summary>
/// Plays recorded decisions: for each image how many objects; for each object which, its factor, its flip, its column, its row.
/// </summary>
/// <param name="values">The values decided on, in that order.</param>
/// <param name="givesUp">Whether nothing more is drawn once an object has no pixel left, as in the released code.</param>
internal sealed class PasteReplay(IReadOnlyList<double> values, bool givesUp) : IRandomSource
{
    private int next;
    private int sample;
    private ObjectCutout? moved;
    private int? column;

    /// <summary>Told of every object that has its place: the image, the object, column and row.</summary>
    public Action<int, ObjectCutout, int, int>? Placed { get; init; }

    /// <summary>Whether the whole batch is given up, as an object had no pixel left.</summary>
    public bool GaveUp { get; private set; }

    /// <summary>Whether all decisions were asked for, and no more.</summary>
    public bool IsUsedUp => next == values.Count;

    /// <summary>The decisions of an image.</summary>
    public PasteReplay Of(int image)
    {
        sample = image;
        return this;
    }

    /// <summary>Resizes an object as PyTorch's interpolate does where it is given a factor.</summary>
    public ObjectCutout Move(ObjectCutout cutout, Geometry geometry, double scale)
    {
        moved = TorchResize.Move(cutout, geometry, scale);
        GaveUp |= givesUp && !moved.HasPixels;
        return moved;
    }

    /// <inheritdoc/>
    public int Coin() => Integer(0, 2);

    /// <inheritdoc/>
    public double Uniform(double low, double high) => next < values.Count ? values[next++] : Beyond(low);

    /// <inheritdoc/>
    public int Integer(int low, int high)
    {
        var value = (int)Uniform(low, high);
        if (moved is { } cutout)
        {
            if (column is { } x)
            {
                Placed?.Invoke(sample, cutout, x, value);
                (moved, column) = (null, null);
            }
            else
            {
                column = value;
            }
        }

        return value;
    }

    private double Beyond(double low)
    {
        next += GaveUp ? 0 : 1;
        return low;
    }
}
