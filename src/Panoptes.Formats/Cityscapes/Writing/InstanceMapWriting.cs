using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Formats.Cityscapes.Writing;

/// <summary>Writes the two maps of a frame that hold its segments: labelIds and instanceIds.</summary>
public static class InstanceMapWriting
{
    /// <summary>Writes both.</summary>
    /// <param name="labelIds">Where label ids go, as planned: 8 bits.</param>
    /// <param name="instanceIds">Where instance ids go, as planned: 16 bits.</param>
    /// <param name="ids">The segment of every pixel; 0 for none.</param>
    /// <param name="values">The value of every segment; see <see cref="InstanceNumbers"/>. Pixels of no segment get label 0.</param>
    public static void Write(string labelIds, string instanceIds, Plane<int> ids, IReadOnlyDictionary<int, int> values)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(values);
        var (labels, instances) = (new Plane<byte>(ids.Width, ids.Height), new Plane<ushort>(ids.Width, ids.Height));
        for (var i = 0; i < ids.Pixels.Length; i++)
        {
            var value = ids.Pixels[i] == 0 ? 0 : values[ids.Pixels[i]];
            (labels.Pixels[i], instances.Pixels[i]) = (InstanceNumbers.LabelOf(value), (ushort)value);
        }

        PngFile.WriteGray(labelIds, labels);
        PngFile.WriteGray(instanceIds, instances);
    }
}
