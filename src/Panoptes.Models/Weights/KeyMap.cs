using System.Text.RegularExpressions;

namespace Panoptes.Models.Weights;

/// <summary>
/// Translates a file's tensors to a model's: names by rules of (pattern, replacement), each applied in turn; then tensors, where they are
/// cut differently.
/// </summary>
/// <param name="Name">What it translates, in words.</param>
/// <param name="Rules">Regular expressions over the file's names and what to put there.</param>
public sealed record KeyMap(string Name, params IReadOnlyList<(string Pattern, string Replacement)> Rules)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Regex[] patterns = [.. Rules.Select(rule => new Regex(rule.Pattern, RegexOptions.CultureInvariant, Patience))];

    /// <summary>What is done to tensors after their renaming, in this order.</summary>
    public IReadOnlyList<WeightConversion> Conversions { get; init; } = [];

    /// <summary>Names as they are.</summary>
    public static KeyMap Identity { get; } = new("names as they are");

    /// <summary>
    /// timm's resnet50c and the like (deep stem as conv1.0 ... conv1.6, bn1) to mmsegmentation's ResNetV1c (stem.0 ... stem.7).
    /// </summary>
    public static KeyMap TimmDeepStem { get; } = new(
        "timm's deep stem to ResNetV1c",
        (@"(^|\.)conv1\.(\d)\.(\w+)$", "$1stem.$2.$3"),
        (@"^((?:(?!layer)\w+\.)*)bn1\.", "$1stem.7."));

    /// <summary>A ResNetV1c's names (stem.0 ... stem.7) to timm's deep stem (conv1.0 ... conv1.6, bn1).</summary>
    public static KeyMap ToTimmDeepStem { get; } = new(
        "ResNetV1c to timm's deep stem",
        (@"^stem\.7\.", "bn1."),
        (@"^stem\.(\d)\.", "conv1.$1."));

    /// <summary>
    /// detectron2's ResNet (stem.conv1, res2..5, shortcut, conv.norm) to torchvision's (conv1, bn1, layer1..4, downsample).
    /// </summary>
    public static KeyMap Detectron2ResNet { get; } = new(
        "detectron2's ResNet to torchvision's",
        (@"(^|\.)stem\.conv1\.norm\.", "$1bn1."),
        (@"(^|\.)stem\.conv1\.", "$1conv1."),
        (@"(^|\.)res2\.", "$1layer1."),
        (@"(^|\.)res3\.", "$1layer2."),
        (@"(^|\.)res4\.", "$1layer3."),
        (@"(^|\.)res5\.", "$1layer4."),
        (@"\.conv(\d)\.norm\.", ".bn$1."),
        (@"\.shortcut\.norm\.", ".downsample.1."),
        (@"\.shortcut\.", ".downsample.0."));

    /// <summary>The file's tensors as the model may take them.</summary>
    public IReadOnlyList<WeightSource> Apply(IEnumerable<WeightEntry> entries)
    {
        IReadOnlyList<WeightSource> sources = [.. entries.Select(entry => WeightSource.Of(entry, Map(entry.Name)))];
        return Conversions.Aggregate(sources, (current, conversion) => conversion.Apply(current));
    }

    /// <summary>The model's name for a file's name.</summary>
    public string Map(string name)
    {
        for (var k = 0; k < patterns.Length; k++)
        {
            name = patterns[k].Replace(name, Rules[k].Replacement);
        }

        return name;
    }
}
