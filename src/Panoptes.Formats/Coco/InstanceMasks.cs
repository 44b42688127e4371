using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Panoptes.Formats.Json;
using Panoptes.Foundation;
using Panoptes.Imaging.Masks;

namespace Panoptes.Formats.Coco;

/// <summary>Where an object's "segmentation" lies in its file.</summary>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes; 0 where it has none.</param>
internal readonly record struct MaskPlace(long Offset, int Length)
{
    public long End => Offset + Length;
}

/// <summary>
/// The masks of a set's objects. A set that was read from a file holds none of them: each is read again when asked for, so
/// that memory does not grow with the number of images. Safe to share between threads.
/// </summary>
public sealed class InstanceMasks : IDisposable
{
    // Keys between two masks are read along; what lies farther apart is read on its own.
    private const int Gap = 4096;
    private const int MostAtOnce = 1 << 20;

    private readonly InstanceSet set;
    private readonly SafeFileHandle? file;

    /// <summary>Opens the set's file, where it has one.</summary>
    /// <param name="set">The set.</param>
    /// <exception cref="InputException">The file has changed since the set was read.</exception>
    public InstanceMasks(InstanceSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        this.set = set;
        file = set.File?.OpenAgain();
    }

    /// <summary>The mask of one object, of its image's size; null where only boxes were read.</summary>
    /// <param name="instance">An object of the set.</param>
    /// <exception cref="InputException">The file has changed since the set was read.</exception>
    public RunLengthMask? Of(InstanceObject instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var masks = new Dictionary<InstanceObject, RunLengthMask>();
        Load([instance], masks);
        return masks.GetValueOrDefault(instance);
    }

    /// <summary>Adds the masks of objects to a table; neighbors in the file are read in one go.</summary>
    /// <param name="objects">Objects of the set, in its order.</param>
    /// <param name="masks">Takes those that have one.</param>
    /// <exception cref="InputException">The file has changed since the set was read.</exception>
    internal void Load(IReadOnlyList<InstanceObject> objects, Dictionary<InstanceObject, RunLengthMask> masks)
    {
        for (var i = 0; i < objects.Count;)
        {
            var (first, place) = (i, objects[i].Place);
            i++;
            if (place.Length == 0)
            {
                if (Held(objects[first]) is { } held)
                {
                    masks[objects[first]] = held;
                }

                continue;
            }

            while (i < objects.Count && Follows(place, objects[i].Place))
            {
                place = place with { Length = (int)(objects[i++].Place.End - place.Offset) };
            }

            var bytes = ArrayPool<byte>.Shared.Rent(place.Length);
            Fill(bytes.AsSpan(0, place.Length), place.Offset);
            for (var j = first; j < i; j++)
            {
                masks[objects[j]] = Parse(objects[j], bytes, (int)(objects[j].Place.Offset - place.Offset));
            }

            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file?.Dispose();

    private static bool Follows(MaskPlace before, MaskPlace next) =>
        next.Length > 0 && next.Offset >= before.End && next.Offset - before.End <= Gap && next.End - before.Offset <= MostAtOnce;

    // A detection that has a box alone takes the box's mask.
    private RunLengthMask? Held(InstanceObject instance)
    {
        if (instance.Mask is not null || !set.HasMasks)
        {
            return instance.Mask;
        }

        var image = ImageOf(instance);
        return PolygonRasterizer.Fill(instance.Box, image.Height, image.Width, set.Source);
    }

    private void Fill(Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(file!, bytes, offset);
            if (read == 0)
            {
                throw set.File!.Changed();
            }

            bytes = bytes[read..];
            offset += read;
        }
    }

    // Ground truth and results were read without an error before; labels are looked at here first.
    private RunLengthMask Parse(InstanceObject instance, byte[] bytes, int start)
    {
        try
        {
            var json = new JsonWalker(bytes, start, instance.Place.Length, set.Source, $"$.annotations[{instance.Index}].segmentation");
            return Segmentation.Read(ref json, isKept: true).ToMask(ref json, ImageOf(instance), key: "");
        }
        catch (InputException) when (set.IsChecked)
        {
            throw set.File!.Changed();
        }
    }

    private InstanceImage ImageOf(InstanceObject instance)
    {
        var (low, high) = (0, set.Images.Count - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = set.Images[middle].Id < instance.Image ? (middle + 1, high) : (low, middle);
        }

        return set.Images[low];
    }
}
