using Panoptes.Foundation;

namespace Panoptes.Data.LabelContracts;

/// <summary>
/// Whether label maps have the size that a contract states, and what they imply where they have not (spec 12.2): a pixel of rounding and
/// half a percent of aspect are free.
/// </summary>
public static class ContractFit
{
    /// <summary>The size that labels of an image have by the contract.</summary>
    public static LabelSize Expected(LabelContract contract, LabelSize native)
    {
        ArgumentNullException.ThrowIfNull(contract);
        var covered = contract.Crop ?? new LabelCrop(0, 0, native.Width, native.Height);
        return new LabelSize(Rounded(covered.Width * contract.Scale), Rounded(covered.Height * contract.Scale));
    }

    /// <summary>Pixels of a length that a scale gave: halves up, at least 1.</summary>
    /// <param name="size">The length, at least 0.</param>
    public static int Rounded(double size) => Math.Max(1, (int)Math.Min(int.MaxValue, Math.Round(size, MidpointRounding.AwayFromZero)));

    /// <summary>Requires that a label map has the size that the contract states for its image.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="native">The image's size.</param>
    /// <param name="label">The label map's size.</param>
    /// <param name="source">What messages call the label map, best its file.</param>
    /// <param name="claimant">What messages call the contract: <c>labels.json</c>, or how it was inferred.</param>
    /// <exception cref="InputException">It has another; names the scale that it implies.</exception>
    public static void Require(LabelContract contract, LabelSize native, LabelSize label, string source, string claimant)
    {
        ArgumentNullException.ThrowIfNull(contract);
        if (contract.Native is { } stated && stated != native)
        {
            throw new InputException(
                source, $"an image of {native}", $"{stated}, the native size that {claimant} states",
                "declare the folder with this size, or pair the labels with the images that they were made of");
        }

        var expected = Expected(contract, native);
        if (Math.Abs(label.Width - expected.Width) <= 1 && Math.Abs(label.Height - expected.Height) <= 1
            && (contract.Label is not { } size || size == label))
        {
            return;
        }

        var whole = contract.Crop is null ? $"the image, {native}" : $"the crop {contract.Crop} of {native}";
        throw new InputException(
            source, $"labels of {label}, {Implied(contract, native, label)}",
            FormattableString.Invariant($"{contract.Label ?? expected}: {claimant} says scale {contract.Scale:0.####} of {whole}"),
            "declare what the labels really show with 'panoptes labels declare', or point at the labels that were meant");
    }

    private static string Implied(LabelContract contract, LabelSize native, LabelSize label)
    {
        if (contract.Crop is { } crop && Scale(crop.Width, crop.Height, label) is { } ofCrop)
        {
            return FormattableString.Invariant($"which is scale {ofCrop:0.####} of the crop {crop}");
        }

        return Scale(native.Width, native.Height, label) is { } ofAll
            ? FormattableString.Invariant($"which is scale {ofAll:0.####} of the whole image")
            : $"which has another aspect ratio than the image, {native}: a crop of it, or the labels of another image";
    }

    private static double? Scale(double width, double height, LabelSize label)
    {
        var (x, y) = (label.Width / width, label.Height / height);
        return Math.Abs((x / y) - 1) < 0.005
            || Math.Abs((x * height) - label.Height) < 1 || Math.Abs((y * width) - label.Width) < 1 ? x : null;
    }
}
