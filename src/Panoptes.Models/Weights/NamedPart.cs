using Panoptes.Foundation;

namespace Panoptes.Models.Weights;

/// <summary>The tensors of a file whose names begin alike (<c>teacher.backbone...</c>), without that beginning.</summary>
internal sealed class NamedPart : WeightFile
{
    private const int Shown = 8;

    private readonly WeightFile whole;
    private readonly string prefix;

    /// <summary>Takes them; the file belongs to the part.</summary>
    /// <exception cref="InputException">No name begins so; says how names begin.</exception>
    public NamedPart(WeightFile whole, string part)
        : base(whole.Path, whole.Format, Entries(whole, part + "."), whole.Metadata, [.. whole.Notes, $"the part '{part}' was taken"])
    {
        (this.whole, prefix) = (whole, part + ".");
    }

    private protected override void ReadValues(WeightEntry entry, Span<byte> destination) =>
        whole.Read(whole.Find(prefix + entry.Name)!, destination);

    private protected override void Close() => whole.Dispose();

    private static new WeightEntry[] Entries(WeightFile whole, string prefix)
    {
        WeightEntry[] found = [.. whole.Entries.Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => entry with { Name = entry.Name[prefix.Length..] })];
        if (found.Length > 0)
        {
            return found;
        }

        var beginnings = whole.Entries.Select(entry => entry.Name.Split('.')[0]).Distinct().Take(Shown);
        throw new InputException(
            whole.Path, $"no tensors whose names begin with '{prefix}'", $"one of {string.Join(", ", beginnings)}",
            "choose one of these as the part, or leave it out");
    }
}
