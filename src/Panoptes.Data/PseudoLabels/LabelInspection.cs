using Panoptes.Data.Configuration;
using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;

namespace Panoptes.Data.PseudoLabels;

/// <summary>What a folder of pseudo-labels declares, or shows, and whether its files are so.</summary>
/// <param name="Contract">Its contract, declared or inferred.</param>
/// <param name="Survey">What all its files hold.</param>
/// <param name="Pairs">How many pairs there are.</param>
/// <param name="VerifiedImages">How many images were held against the contract; 0 where none were given.</param>
/// <param name="Notes">What was inferred, one line each.</param>
/// <param name="Warnings">What was guessed, one line each.</param>
/// <param name="Problems">What is wrong, one line each; none where the folder is as the contract says.</param>
public sealed record LabelInspection(
    FolderContract Contract, PseudoLabelSurvey Survey, int Pairs, int VerifiedImages, IReadOnlyList<string> Notes,
    IReadOnlyList<string> Warnings, IReadOnlyList<string> Problems)
{
    /// <summary>Decodes every file of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="images">The root of the images, which a contract is inferred by; null where a contract is declared.</param>
    /// <exception cref="InputException">There is no pair, no contract can be had, or labels.json is none.</exception>
    public static LabelInspection Of(string folder, string? images)
    {
        var problems = new List<string>();
        void Report(InputException problem) => problems.Add(problem.Message);

        var pairs = PseudoLabelPairs.List(folder, Report);
        var joined = Join(folder, images, pairs, Report);
        var declared = FolderContract.Declared(folder);
        if (declared is null && images is null)
        {
            throw new InputException(
                folder, $"no {LabelContractFile.Name}", "a declared contract, or images to infer one by",
                "give the images with --images ROOT, or declare it with 'panoptes labels declare'");
        }

        var survey = PseudoLabelSurvey.Of(pairs, Report);
        var contract = declared ?? FolderContract.Infer(folder, survey, joined);
        Try(() => ContractSurvey.Require(contract, survey), Report);
        Try(() => contract.Verify(joined), Report);
        return new LabelInspection(
            contract, survey, pairs.Count, Math.Min(joined.Count, FolderContract.Sample),
            contract.IsDeclared ? [] : ContractInference.Notes(contract.Contract),
            contract.IsDeclared ? [] : ContractInference.Warnings(folder, contract.Contract), [.. problems.Distinct()]);
    }

    /// <summary>Pairs of a folder with their images; none where no images are given.</summary>
    internal static IReadOnlyList<LabeledImage> Join(
        string folder, string? images, IReadOnlyList<PseudoLabelPair> pairs, Action<InputException> report)
    {
        if (images is null)
        {
            return [];
        }

        if (!Directory.Exists(images))
        {
            throw new InputException($"--images {images}", "no such folder", "the root of the images", "check the path");
        }

        var found = PseudoLabelImages.Find(new DataConfig { Root = images }, null, folder, []);
        return PseudoLabelJoin.Join(pairs, found, () => found, folder, report);
    }

    private static void Try(Action check, Action<InputException> report)
    {
        try
        {
            check();
        }
        catch (InputException problem)
        {
            report(problem);
        }
    }
}
