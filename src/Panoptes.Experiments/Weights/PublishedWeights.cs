using System.IO.Enumeration;
using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Weights;

/// <summary>
/// Weights that somebody published: where, under which license, with which checksum. What the source does not say is null: not known.
/// </summary>
public sealed record PublishedWeights
{
    private static readonly Lazy<IReadOnlyList<PublishedWeights>> Known = new(Read);

    internal PublishedWeights(PublishedSource source, PublishedFile file)
    {
        (Name, Models, Source, SourcePage, License) = (file.Name, file.Models, source.Title, source.Page, source.License);
        Address = file.Path is null ? null : source.Base + file.Path;
        Page = file.Page;
        FileName = file.File ?? (file.Path is null ? null : Path.GetFileName(file.Path));
        (Recipe, Classes, Settings) = (file.Recipe, file.Classes, file.Settings);
        Checksum = WeightChecksum.OfName(source.Checksum, file.Path ?? file.File);
    }

    /// <summary>All that are known, in the order of <c>weights.yaml</c>.</summary>
    public static IReadOnlyList<PublishedWeights> All => Known.Value;

    /// <summary>What they are called here, such as <c>segformer_b0-cityscapes</c>.</summary>
    public string Name { get; }

    /// <summary>Models that take them; <c>*</c> stands for any letters.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>Who publishes them.</summary>
    public string Source { get; }

    /// <summary>Where that was read.</summary>
    public string SourcePage { get; }

    /// <summary>The license that the source names; null where it names none.</summary>
    public string? License { get; }

    /// <summary>The file's address; null where only a page has it.</summary>
    public string? Address { get; }

    /// <summary>The page that has the file, where it has no address of its own.</summary>
    public string? Page { get; }

    /// <summary>What the file is saved as; null where its page decides.</summary>
    public string? FileName { get; }

    /// <summary>What the source says of the file's content; null where it says nothing.</summary>
    public WeightChecksum? Checksum { get; internal init; }

    /// <summary>Of a whole network: the recipe whose settings it was trained with.</summary>
    public string? Recipe { get; }

    /// <summary>Of a whole network: its class table; null for the recipe's.</summary>
    public string? Classes { get; }

    /// <summary>Further settings of a whole network.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>Whether they are of a whole network, and not of a backbone alone.</summary>
    public bool IsWhole => Recipe is not null || Classes is not null;

    /// <summary>Those that a model takes, whole ones first.</summary>
    /// <param name="model">The model's name.</param>
    public static IReadOnlyList<PublishedWeights> Of(string model) =>
        [.. All.Where(weights => weights.Fits(model)).OrderBy(weights => !weights.IsWhole)];

    /// <summary>Those of a name; null where there are none.</summary>
    public static PublishedWeights? Find(string name) => All.FirstOrDefault(weights => weights.Name == name);

    /// <summary>Those of a name.</summary>
    /// <exception cref="InputException">There are none; names the nearest.</exception>
    public static PublishedWeights Get(string name) => Find(name) ?? throw new InputException(
        "weights", $"'{name}'", "the name of published weights, which 'panoptes weights list' has",
        NearestName.Of(name, All.Select(weights => weights.Name)) is { } near ? $"did you mean '{near}'?"
            : Of(name) is [var first, ..] ? $"weights for {name} are {string.Join(", ", Of(name).Select(weights => weights.Name))}; take "
                + first.Name
            : "list them with 'panoptes weights list'");

    /// <summary>Whether a model takes them.</summary>
    /// <param name="model">The model's name.</param>
    public bool Fits(string model) => Models.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, model, ignoreCase: false));

    private static IReadOnlyList<PublishedWeights> Read()
    {
        using var stream = typeof(PublishedWeights).Assembly.GetManifestResourceStream("weights.yaml")!;
        using var reader = new StreamReader(stream);
        var list = ConfigReader.Resolve<PublishedList>(YamlTree.ParseText(reader.ReadToEnd(), "weights.yaml"), [], null, keepUnset: true);
        return [.. list.Value.Sources.SelectMany(source => source.Files.Select(file => new PublishedWeights(source, file)))];
    }
}
