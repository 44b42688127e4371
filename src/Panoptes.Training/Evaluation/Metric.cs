namespace Panoptes.Training.Evaluation;

/// <summary>A number that an evaluation found, by its name. Everything that shows, logs or compares evaluations reads these.</summary>
/// <param name="Name">What logs call it, in snake_case, such as <c>mean_iou</c>; unlike every other of the evaluation.</param>
/// <param name="Title">What a reader is shown, such as <c>mIoU</c>.</param>
/// <param name="Value">The number; NaN where it is undefined, as a mean over nothing.</param>
public sealed record Metric(string Name, string Title, double Value)
{
    /// <summary>Whether it is a share, 0 to 1, and shown in percent.</summary>
    public bool IsShare { get; init; } = true;

    /// <summary>Whether a higher value is better.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Writes the number for another process, without loss.</summary>
    internal void Write(BinaryWriter writer)
    {
        writer.Write(Name);
        writer.Write(Title);
        writer.Write(Value);
        writer.Write(IsShare);
        writer.Write(HigherIsBetter);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static Metric Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadDouble())
    {
        IsShare = reader.ReadBoolean(),
        HigherIsBetter = reader.ReadBoolean(),
    };

    /// <summary>Whether it is better than a value; undefined numbers are better than nothing.</summary>
    /// <param name="other">The other value; null where there is none.</param>
    public bool IsBetterThan(double? other) =>
        !double.IsNaN(Value) && (other is not { } before || (HigherIsBetter ? Value > before : Value < before));
}
