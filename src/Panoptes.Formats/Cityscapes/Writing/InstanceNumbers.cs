using Panoptes.Foundation;

namespace Panoptes.Formats.Cityscapes.Writing;

/// <summary>
/// Gives the segments of one image their values in an instanceIds map: 1000 * label + number for objects, else the label.
/// </summary>
public sealed class InstanceNumbers
{
    private const int Most = 1000;
    private readonly Dictionary<int, int> numbers = [];
    private readonly HashSet<int> plain = [];
    private readonly string source;

    /// <summary>Begins an image.</summary>
    /// <param name="source">The image, for messages.</param>
    public InstanceNumbers(string source) => this.source = source;

    /// <summary>The value of the next segment.</summary>
    /// <param name="label">Its label.</param>
    /// <param name="isCrowd">Whether it is a crowd, which has no number.</param>
    /// <exception cref="InputException">More than 1000 objects of a label, or a second segment of one without numbers.</exception>
    public int Next(CityscapesLabel label, bool isCrowd = false)
    {
        ArgumentNullException.ThrowIfNull(label);
        if (!label.HasInstances || isCrowd)
        {
            return plain.Add(label.Id) ? label.Id : throw new InputException(
                source, $"two segments of {label.Name} without instance numbers", "one of a class",
                "merge them first: Cityscapes cannot hold them apart");
        }

        var number = numbers.GetValueOrDefault(label.Id);
        numbers[label.Id] = number + 1;
        return number < Most ? (label.Id * Most) + number : throw new InputException(
            source, $"more than {Most} instances of {label.Name}", $"at most {Most} of a class",
            "use another format: Cityscapes cannot hold them");
    }

    /// <summary>The label id of a value.</summary>
    public static byte LabelOf(int value) => (byte)(value < Most ? value : value / Most);
}
