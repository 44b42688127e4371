using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Data.Pasting;

/// <summary>
/// An object taken out of an image: its mask, its colors and its class, which are one record so that none can come to belong to another
/// object. Immutable.
/// </summary>
public sealed class ObjectCutout
{
    /// <summary>An object.</summary>
    /// <param name="trainId">Its class's train id.</param>
    /// <param name="mask">1 where it is, 0 elsewhere in its box.</param>
    /// <param name="colors">3 * Height * Width values of the box, planes R, G, B, as a batch holds them.</param>
    /// <param name="source">The name of the sample that it comes from.</param>
    public ObjectCutout(int trainId, Plane<byte> mask, float[] colors, string source = "")
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(colors);
        if (colors.Length != 3 * mask.Pixels.Length)
        {
            throw new ArgumentException($"{colors.Length} values for 3x{mask.Height}x{mask.Width}", nameof(colors));
        }

        (TrainId, Mask, Colors, Source) = (trainId, mask, colors, source);
    }

    /// <summary>Its class's train id.</summary>
    public int TrainId { get; }

    /// <summary>1 where it is, 0 elsewhere in its box.</summary>
    public Plane<byte> Mask { get; }

    /// <summary>3 * Height * Width values of the box, planes R, G, B.</summary>
    public float[] Colors { get; }

    /// <summary>The name of the sample that it comes from.</summary>
    public string Source { get; }

    /// <summary>Whether it has a pixel.</summary>
    public bool HasPixels => Mask.Pixels.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>Moves mask and colors by one geometry: the mask by the nearest pixel centers, colors as images are sampled.</summary>
    /// <param name="geometry">The map, of the box's size.</param>
    public ObjectCutout Move(Geometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        var colors = new float[3 * geometry.Width * geometry.Height];
        Resampler.Planes(Colors, geometry, colors);
        return new ObjectCutout(TrainId, Resampler.Ids(Mask, geometry, (byte)0), colors, Source);
    }
}
