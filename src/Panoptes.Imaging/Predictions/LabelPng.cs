using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Imaging.Predictions;

/// <summary>
/// The PNG of predicted classes: a data set's own ids with the classes' colors as palette, 16 bits and gray where ids go beyond 255.
/// </summary>
public sealed class LabelPng
{
    private readonly ushort[] ids;
    private readonly Rgb[]? palette;

    /// <summary>Takes the classes.</summary>
    /// <param name="classes">Id and color of every class, by train id; at least one, ids from 0 to 65535.</param>
    public LabelPng(IReadOnlyList<(int Id, Rgb Color)> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ids = [.. classes.Select(entry => (ushort)entry.Id)];
        palette = ids.Max() > byte.MaxValue ? null : new Rgb[ids.Max() + 1];
        for (var i = 0; palette is not null && i < ids.Length; i++)
        {
            palette[ids[i]] = classes[i].Color;
        }
    }

    /// <summary>Writes the file of a prediction.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="labels">Train ids.</param>
    public void Write(string path, Plane<ushort> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (palette is null)
        {
            PngFile.WriteGray(path, labels.Map(id => ids[id]));
        }
        else
        {
            PngFile.WritePalette(path, labels.Map(id => (byte)ids[id]), palette);
        }
    }

    /// <summary>The file of a prediction.</summary>
    /// <param name="labels">Train ids.</param>
    /// <returns>The bytes of a PNG.</returns>
    public byte[] Encode(Plane<ushort> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return palette is null
            ? PngFile.EncodeGray(labels.Map(id => ids[id]))
            : PngFile.EncodePalette(labels.Map(id => (byte)ids[id]), palette);
    }
}
