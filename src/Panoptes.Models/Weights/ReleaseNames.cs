using System.Text.RegularExpressions;
using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>The names under which another program keeps a network, or the part of it that the program has.</summary>
/// <param name="Program">The program, as the user calls it, such as <c>mmsegmentation</c>.</param>
/// <param name="Map">From this library's names, without <see cref="Part"/>, to the program's; tensors change with them.</param>
public sealed record ReleaseNames(string Program, KeyMap Map)
{
    /// <summary>mmsegmentation's.</summary>
    public const string Mmsegmentation = "mmsegmentation";

    /// <summary>detectron2's, and of projects that build on it.</summary>
    public const string Detectron2 = "detectron2";

    /// <summary>timm's (pytorch-image-models).</summary>
    public const string Timm = "timm";

    /// <summary>torchvision's.</summary>
    public const string Torchvision = "torchvision";

    /// <summary>Those of the release of the network's authors.</summary>
    public const string Authors = "authors";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>What names of the part begin with that the program has; it is taken off. Empty for the whole network.</summary>
    public string Part { get; init; } = "";

    /// <summary>A regular expression over the part's names that the program has no place for; null where it has one for all.</summary>
    public string? Lacking { get; init; }

    /// <summary>What the program must be told beside the tensors; null where nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>A program that keeps the whole network under the same names.</summary>
    /// <param name="program">The program.</param>
    public static ReleaseNames Same(string program) => new(program, KeyMap.Identity);

    /// <summary>A program that keeps a part of the network under the same names.</summary>
    /// <param name="program">The program.</param>
    /// <param name="part">What the part's names begin with here.</param>
    public static ReleaseNames SamePart(string program, string part) => new(program, KeyMap.Identity) { Part = part };

    /// <summary>A network's tensors under the program's names.</summary>
    /// <param name="state">The network's names and tensors.</param>
    /// <returns>
    /// Names and tensors, of which those that are made belong to the innermost open scope, and the names that are left out.
    /// </returns>
    public RenamedWeights Rename(IEnumerable<(string Name, Tensor Tensor)> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var lacking = Lacking is null ? null : new Regex(Lacking, RegexOptions.CultureInvariant, Patience);
        List<string> left = [];
        var tensors = new Dictionary<WeightEntry, Tensor>(ReferenceEqualityComparer.Instance);
        List<WeightEntry> entries = [];
        foreach (var (name, tensor) in state)
        {
            if (!name.StartsWith(Part, StringComparison.Ordinal) || lacking?.IsMatch(name[Part.Length..]) == true)
            {
                left.Add(name);
                continue;
            }

            var entry = new WeightEntry(name[Part.Length..], tensor.DType, tensor.Shape.ToArray());
            entries.Add(entry);
            tensors.Add(entry, tensor);
        }

        using var noGrad = Autograd.NoGrad();
        (string Name, Tensor Tensor)[] renamed = [.. Map.Apply(entries).Select(source => (source.Name, Made(source, tensors)))];
        return renamed.DistinctBy(entry => entry.Name).Count() == renamed.Length
            ? new RenamedWeights(renamed, left)
            : throw new InvalidOperationException($"two tensors of one name among those of {Program}");
    }

    private static Tensor Made(WeightSource source, Dictionary<WeightEntry, Tensor> tensors)
    {
        var own = source.Entries.Select(entry => tensors[entry]).ToArray();
        return source.Make is null ? own[0] : source.Make([.. own.Select(tensor => tensor.Detach())]).Contiguous();
    }
}
