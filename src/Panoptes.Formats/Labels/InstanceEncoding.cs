namespace Panoptes.Formats.Labels;

/// <summary>How an instance map's numbers hold a label id and an object's number.</summary>
/// <param name="Rule">In words, for messages.</param>
/// <param name="LabelOf">The label id of a number.</param>
public sealed record InstanceEncoding(string Rule, Func<int, int> LabelOf)
{
    /// <summary>Cityscapes' instanceIds: 1000 * id + number for an object, the bare id for stuff and for groups.</summary>
    public static InstanceEncoding Cityscapes { get; } = new(
        "1000 * label id + number, or the label id alone", value => value < 1000 ? value : value / 1000);

    /// <summary>Mapillary Vistas' instances: 256 * label + number.</summary>
    public static InstanceEncoding Vistas { get; } = new("256 * label id + number", value => value / 256);
}
