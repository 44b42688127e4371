namespace Panoptes.Export.Graphs;

/// <summary>A size as each recording has it; free where they differ.</summary>
internal readonly record struct Size(IReadOnlyList<long> Seen)
{
    public long Value => Seen[0];

    public bool IsFree
    {
        get
        {
            var first = Seen[0];
            return Seen.Any(value => value != first);
        }
    }

    public static Size Fixed(long value) => new([value]);

    /// <summary>Whether both are equal in every recording.</summary>
    public bool Equals(Size other) => IsFree == other.IsFree && (IsFree ? Seen.SequenceEqual(other.Seen) : Value == other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => IsFree ? Seen.Aggregate(17, HashCode.Combine) : Value.GetHashCode();
}
