using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;

namespace Panoptes.Data.PseudoLabels;

/// <summary>Infers the contract of a folder without labels.json from its files and from images that they are of.</summary>
public static class ContractInference
{
    /// <summary>
    /// The share of a cluster's pixels inside of objects that makes it a thing where nobody declared things: a guess, said as a warning.
    /// </summary>
    public const double ThingRatio = 0.5;

    private const string Producer = "inferred";
    private const double Tolerance = 0.005;

    // Scales that people choose; a size that fits one of them by rounding was made with it.
    private static readonly double[] UsualScales = [1, 0.5, 0.625, 0.75, 0.25, 0.375, 0.125, 2];

    /// <summary>Infers a contract.</summary>
    /// <param name="folder">The folder, for messages.</param>
    /// <param name="survey">What its files hold.</param>
    /// <param name="sizes">Sizes of images with those of their labels, and the label file: some pairs of the folder.</param>
    /// <exception cref="InputException">The files do not agree, or show a part of their images.</exception>
    public static LabelContract Infer(
        string folder, PseudoLabelSurvey survey, IReadOnlyList<(LabelSize Native, LabelSize Label, string File)> sizes)
    {
        ArgumentNullException.ThrowIfNull(survey);
        ArgumentNullException.ThrowIfNull(sizes);
        if (survey.Files == 0 || sizes.Count == 0)
        {
            throw new InputException(
                folder, "no label map that has an image", "label maps to infer a contract from",
                $"declare it with 'panoptes labels declare {folder}'");
        }

        var scale = Scale(folder, sizes);
        var (voidId, clusters) = Clusters(folder, survey);
        var isOneNative = sizes.All(size => size.Native == sizes[0].Native);
        RequireOneRule(survey, isOneNative);
        var isOneSize = isOneNative && survey.Sizes.Count == 1;
        var split = Split(survey, clusters);
        var contract = new LabelContract
        {
            Producer = new LabelProducer(Producer),
            Native = isOneSize ? sizes[0].Native : null,
            Label = isOneSize ? sizes[0].Label : null,
            Scale = scale,
            Clusters = clusters,
            VoidId = voidId,
            BitDepth = survey.BitDepth,
            InstanceBitDepth = survey.InstanceBitDepth,
            Split = split,
            Counts = [.. survey.Pixels.Take(clusters)],
        };
        contract.Validate(folder);
        return contract;
    }

    /// <summary>What was found out about a folder by <see cref="Infer"/>, one line each.</summary>
    public static IReadOnlyList<string> Notes(LabelContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        var sizes = contract.Native is { } native
            ? $"images of {native} and labels of {contract.Label}"
            : "images and labels of several sizes";
        return
        [
            FormattableString.Invariant(
                $"no {LabelContractFile.Name}: scale {contract.Scale:0.####} of the whole image inferred, from {sizes}"),
            $"no {LabelContractFile.Name}: {contract.Clusters} clusters and void {contract.VoidId} inferred, from the ids of all maps",
        ];
    }

    /// <summary>What is no more than a guess of <see cref="Infer"/>, one line each.</summary>
    public static IReadOnlyList<string> Warnings(string folder, LabelContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        var things = contract.Split.Things;
        var listed = things.Count == 0 ? "none" : string.Join(", ", things.Take(12)) + (things.Count > 12 ? ", ..." : "");
        return
        [
            $"no {LabelContractFile.Name}: things guessed as the clusters with at least {100 * ThingRatio:0} % of their pixels inside of "
                + $"objects ({listed}); declare them with 'panoptes labels declare {folder} --things ...'",
        ];
    }

    private static double Scale(string folder, IReadOnlyList<(LabelSize Native, LabelSize Label, string File)> sizes)
    {
        var (native, label, file) = sizes[0];
        var (x, y) = ((double)label.Width / native.Width, (double)label.Height / native.Height);
        var usual = UsualScales.Where(scale => sizes.All(size => Fits(scale, size.Native, size.Label))).ToArray();
        var scale = usual is [var first, ..] ? first : x;
        if (usual.Length == 0 && Math.Abs((x / y) - 1) >= Tolerance)
        {
            throw new InputException(
                file, $"labels of {label} for an image of {native}", "labels of the image's aspect ratio, to infer a scale",
                $"say what part of the image they show: 'panoptes labels declare {folder} --crop ...'");
        }

        return scale;
    }

    private static bool Fits(double scale, LabelSize native, LabelSize label) =>
        Math.Abs(label.Width - Math.Round(native.Width * scale)) <= 1 && Math.Abs(label.Height - Math.Round(native.Height * scale)) <= 1;

    private static void RequireOneRule(PseudoLabelSurvey survey, bool isOneNative)
    {
        if (isOneNative && survey.Sizes.Count > 1)
        {
            var other = survey.Sizes.OrderBy(size => size.Value.Files).First();
            throw new InputException(
                other.Value.Example, $"labels of {other.Key}",
                $"one size ({string.Join(", ", survey.Sizes.Select(size => $"{size.Value.Files} of {size.Key}"))}), as images have one",
                "part the folder, or convert it with 'panoptes labels convert'");
        }
    }

    private static (int VoidId, int Clusters) Clusters(string folder, PseudoLabelSurvey survey)
    {
        var deepest = survey.BitDepth == 16 ? 65535 : 255;
        var largest = survey.LargestId;
        // 16-bit maps of few clusters keep the void of 8 bits.
        var voidId = largest == 255 ? 255 : deepest;
        var clusters = 1 + Enumerable.Range(0, voidId).LastOrDefault(id => survey.Pixels[id] > 0, -1);
        return clusters > 0
            ? (voidId, clusters)
            : throw new InputException(
                folder, $"nothing but void ({voidId}) in {survey.Files} label maps", "cluster ids",
                "give the folder of the label maps, or make them again");
    }

    private static ClusterSplit Split(PseudoLabelSurvey survey, int clusters)
    {
        double Ratio(int cluster) => survey.Pixels[cluster] == 0 ? 0 : (double)survey.InsidePixels[cluster] / survey.Pixels[cluster];
        var order = Enumerable.Range(0, clusters).OrderByDescending(Ratio).ToArray();
        var things = order.Where(cluster => Ratio(cluster) >= ThingRatio).ToArray();
        return new ClusterSplit(things, [.. order.Except(things)], ThingRule.Ratio, ThingRatio);
    }
}
