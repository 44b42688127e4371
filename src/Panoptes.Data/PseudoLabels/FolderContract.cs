using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;

namespace Panoptes.Data.PseudoLabels;

/// <summary>The contract of a folder of labels, declared or inferred.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Claimant">What messages call it: the path of labels.json, or that it was inferred.</param>
/// <param name="IsDeclared">Whether there is a labels.json.</param>
public sealed record FolderContract(LabelContract Contract, string Claimant, bool IsDeclared)
{
    /// <summary>How many pairs are held against a contract before anything is read.</summary>
    public const int Sample = 16;

    /// <summary>The contract that a folder declares; null where it declares none.</summary>
    /// <exception cref="InputException">Its labels.json is not a contract.</exception>
    public static FolderContract? Declared(string folder)
    {
        var file = Path.Combine(folder, LabelContractFile.Name);
        return File.Exists(file) ? new FolderContract(LabelContractFile.Read(file), file, true) : null;
    }

    /// <summary>Infers a contract from all pairs and, for the scale, some of their images.</summary>
    /// <param name="folder">The folder, for messages.</param>
    /// <param name="pairs">Its pairs, which are decoded.</param>
    /// <param name="images">Pairs with their images, at least one.</param>
    /// <exception cref="InputException">The files do not agree, or show a part of their images.</exception>
    public static FolderContract Infer(string folder, IReadOnlyList<PseudoLabelPair> pairs, IReadOnlyList<LabeledImage> images) =>
        Infer(folder, PseudoLabelSurvey.Of(pairs), images);

    /// <summary>Infers a contract from what a survey found and, for the scale, some images.</summary>
    /// <inheritdoc cref="Infer(string, IReadOnlyList{PseudoLabelPair}, IReadOnlyList{LabeledImage})"/>
    public static FolderContract Infer(string folder, PseudoLabelSurvey survey, IReadOnlyList<LabeledImage> images) => Inferred(
        folder, ContractInference.Infer(
            folder, survey, [.. Spread(images).Select(image => (image.Native, LabelSizeOf(image.Pair), image.Pair.Semantic))]));

    /// <summary>A contract that was inferred, now or before.</summary>
    internal static FolderContract Inferred(string folder, LabelContract contract) =>
        new(contract, $"the contract inferred for {folder}", false);

    /// <summary>Holds some pairs against the contract, spread over all, by their headers.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="InputException">One is not as it says; names the scale that its size implies.</exception>
    public int Verify(IReadOnlyList<LabeledImage> images)
    {
        var some = Spread(images);
        foreach (var image in some)
        {
            PseudoLabelMaps.RequireContract(image.Pair, Contract, image.Native, Claimant);
        }

        return some.Count;
    }

    private static LabelSize LabelSizeOf(PseudoLabelPair pair)
    {
        var header = PseudoLabelMaps.Header(pair.Semantic, "cluster ids");
        return new LabelSize(header.Width, header.Height);
    }

    private static IReadOnlyList<LabeledImage> Spread(IReadOnlyList<LabeledImage> images) => images.Count <= Sample
        ? images
        : [.. Enumerable.Range(0, Sample).Select(i => images[(int)((long)i * (images.Count - 1) / (Sample - 1))])];
}
