using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;

namespace Panoptes.Data.PseudoLabels;

/// <summary>Makes the contract that somebody declares for a folder, and holds its files against it before it is written.</summary>
public static class LabelDeclaration
{
    /// <summary>Makes a contract, with the counts of all files.</summary>
    /// <param name="folder">The folder of the labels.</param>
    /// <param name="options">What is said of it.</param>
    /// <returns>The contract, and how many images it was held against.</returns>
    /// <exception cref="InputException">The files are not as it says.</exception>
    public static (LabelContract Contract, int Pairs, int VerifiedImages) Make(string folder, DeclarationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        static void Refuse(InputException problem) => throw problem;
        var pairs = PseudoLabelPairs.List(folder, Refuse);
        var joined = LabelInspection.Join(folder, options.Images, pairs, Refuse);
        var survey = PseudoLabelSurvey.Of(pairs);
        var label = survey.Sizes.Count == 1 ? survey.Sizes.Keys.First() : (LabelSize?)null;
        var native = options.Native ?? OneSize(joined) ?? FromScale(options, label);
        var clusters = options.Clusters ?? 1 + Math.Max(LargestCluster(survey, VoidOf(options, survey)), LargestListed(options));
        var contract = new LabelContract
        {
            Producer = new LabelProducer(options.Producer),
            Native = native,
            Label = native is null ? null : label ?? throw MixedSizes(survey),
            Scale = options.Scale ?? Scale(folder, options, native, label),
            Crop = options.Crop,
            Clusters = clusters,
            VoidId = VoidOf(options, survey),
            BitDepth = survey.BitDepth,
            InstanceBitDepth = survey.InstanceBitDepth,
            Split = options.Stuff is { } stuff
                ? new ClusterSplit(options.Things, stuff)
                : ClusterSplit.Ids(clusters, options.Things),
        };
        contract.Validate(folder);
        contract = contract with { Counts = [.. survey.Pixels.Take(clusters)] };
        var declared = new FolderContract(contract, "the declaration", true);
        ContractSurvey.Require(declared, survey);
        return (contract, pairs.Count, declared.Verify(joined));
    }

    private static int VoidOf(DeclarationOptions options, PseudoLabelSurvey survey) =>
        options.VoidId ?? (survey.BitDepth == 16 && survey.LargestId > 255 ? 65535 : 255);

    private static int LargestCluster(PseudoLabelSurvey survey, int voidId) =>
        Enumerable.Range(0, survey.Pixels.Count).LastOrDefault(id => id != voidId && survey.Pixels[id] > 0, -1);

    private static int LargestListed(DeclarationOptions options) => options.Things.Concat(options.Stuff ?? []).DefaultIfEmpty(-1).Max();

    private static LabelSize? OneSize(IReadOnlyList<LabeledImage> images)
    {
        var sizes = images.Select(image => image.Native).Distinct().Take(2).ToArray();
        return sizes is [var only] ? only : null;
    }

    // Only where it comes out even: else nobody knows how sizes were rounded.
    private static LabelSize? FromScale(DeclarationOptions options, LabelSize? label)
    {
        if (options.Images is not null || options.Scale is not > 0 || options.Crop is not null || label is not { } size)
        {
            return null;
        }

        var (width, height) = (size.Width / options.Scale.Value, size.Height / options.Scale.Value);
        return double.IsInteger(width) && double.IsInteger(height) && Math.Max(width, height) < int.MaxValue
            ? new LabelSize((int)width, (int)height)
            : null;
    }

    private static double Scale(string folder, DeclarationOptions options, LabelSize? native, LabelSize? label)
    {
        if (native is not { } whole || label is not { } size)
        {
            throw new InputException(
                folder, "neither a scale nor images of one size", "how many label pixels a native pixel has",
                "give --scale, or the images with --images");
        }

        return size.Width / (options.Crop?.Width ?? whole.Width);
    }

    private static InputException MixedSizes(PseudoLabelSurvey survey)
    {
        var rare = survey.Sizes.OrderBy(size => size.Value.Files).First();
        return new InputException(
            rare.Value.Example, $"labels of {rare.Key}",
            $"one size ({string.Join(", ", survey.Sizes.Select(size => $"{size.Value.Files} of {size.Key}"))}), as the images have",
            "part the folder by size");
    }
}
