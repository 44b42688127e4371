using Panoptes.Data.Classes;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data.Samples;

/// <summary>
/// A label map as its file holds it (8 or 16 bits) and the class table that says what the ids mean. Geometry moves the stored
/// ids; only the pixels that are used are turned into train ids, and an id the table does not list is an error that names file,
/// pixel, id and what is allowed.
/// </summary>
public sealed class StoredLabels
{
    /// <summary>8-bit ids.</summary>
    public StoredLabels(string file, Plane<byte> ids, ClassTable classes)
    {
        (File, Bytes, Classes, Width, Height) = (file, ids, classes, ids.Width, ids.Height);
    }

    /// <summary>16-bit ids.</summary>
    public StoredLabels(string file, Plane<ushort> ids, ClassTable classes)
    {
        (File, Words, Classes, Width, Height) = (file, ids, classes, ids.Width, ids.Height);
    }

    /// <summary>The file the ids come from, for messages.</summary>
    public string File { get; }

    /// <summary>The ids, where they have 8 bits.</summary>
    public Plane<byte>? Bytes { get; }

    /// <summary>The ids, where they have 16 bits.</summary>
    public Plane<ushort>? Words { get; }

    /// <summary>What the ids mean.</summary>
    public ClassTable Classes { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The stored id at a pixel.</summary>
    public int this[int x, int y] => Bytes is not null ? Bytes[x, y] : Words![x, y];

    /// <summary>The whole map as train ids.</summary>
    /// <exception cref="InputException">An id is not in the table.</exception>
    public Plane<ushort> ToTrainIds()
    {
        var result = new Plane<ushort>(Width, Height);
        var lookup = Classes.Lookup;
        var least = 0;
        for (var i = 0; i < result.Pixels.Length; i++)
        {
            var id = lookup[Bytes is not null ? Bytes.Pixels[i] : Words!.Pixels[i]];
            least |= id;
            result.Pixels[i] = (ushort)id;
        }

        if (least < 0)
        {
            var at = Enumerable.Range(0, result.Pixels.Length).First(i => lookup[this[i % Width, i / Width]] < 0);
            throw Unlisted(at % Width, at / Width);
        }

        return result;
    }

    /// <summary>The whole map as train ids, for who looks at labels that a training would refuse.</summary>
    /// <param name="unlisted">What pixels get whose id is not in the table.</param>
    public Plane<ushort> ToTrainIds(ushort unlisted)
    {
        var train = Array.ConvertAll(Classes.Lookup, id => id < 0 ? unlisted : (ushort)id);
        return Bytes is not null ? Bytes.Map(id => train[id]) : Words!.Map(id => train[id]);
    }

    /// <summary>How many pixels each stored id has.</summary>
    public IReadOnlyDictionary<int, long> CountIds()
    {
        var counts = new long[65536];
        if (Bytes is not null)
        {
            foreach (var id in Bytes.Pixels)
            {
                counts[id]++;
            }
        }
        else
        {
            foreach (var id in Words!.Pixels)
            {
                counts[id]++;
            }
        }

        return Enumerable.Range(0, counts.Length).Where(id => counts[id] > 0).ToDictionary(id => id, id => counts[id]);
    }

    /// <summary>The first pixel with a stored id that occurs.</summary>
    internal (int X, int Y) Find(int id)
    {
        var at = Bytes is not null ? Array.IndexOf(Bytes.Pixels, (byte)id) : Array.IndexOf(Words!.Pixels, (ushort)id);
        return (at % Width, at / Width);
    }

    /// <summary>The error for an unlisted id at a pixel of the file.</summary>
    internal InputException Unlisted(int x, int y) => new(
        File,
        $"label id {this[x, y]} at pixel ({x},{y})",
        $"an id that the class table \"{Classes.Name}\" lists: {Classes.AllowedIds()}",
        "correct the label, or list the id in the class table (as void where it is to be ignored)");
}
