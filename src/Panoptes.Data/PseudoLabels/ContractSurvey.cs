using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;

namespace Panoptes.Data.PseudoLabels;

/// <summary>Holds what files were found to hold against a contract.</summary>
internal static class ContractSurvey
{
    /// <summary>Requires that sizes, bit depths, ids and counts are as the contract says.</summary>
    /// <exception cref="InputException">Something is not.</exception>
    public static void Require(FolderContract declared, PseudoLabelSurvey survey)
    {
        var (contract, claimant) = (declared.Contract, declared.Claimant);
        if (contract.Label is { } label)
        {
            foreach (var (size, (_, example)) in survey.Sizes.Where(found => found.Key != label))
            {
                ContractFit.Require(contract, contract.Native!.Value, size, example, claimant);
            }
        }

        RequireDepth(survey.BitDepth, contract.BitDepth, "bit_depth", claimant);
        RequireDepth(survey.InstanceBitDepth, contract.InstanceBitDepth, "instance_bit_depth", claimant);
        var strange = Enumerable.Range(contract.Clusters, survey.Pixels.Count - contract.Clusters)
            .FirstOrDefault(id => id != contract.VoidId && survey.Pixels[id] > 0);
        if (strange != 0)
        {
            throw new InputException(
                claimant, $"cluster id {strange} in {survey.Pixels[strange]} pixels of its files",
                $"0 to {contract.Clusters - 1} ({contract.Clusters} clusters) or {contract.VoidId} (void)",
                $"declare at least {strange + 1} clusters, or {strange} as void, where that is what it means");
        }

        if (contract.Counts is { } counts && !counts.SequenceEqual(survey.Pixels.Take(contract.Clusters)))
        {
            var first = Enumerable.Range(0, contract.Clusters).First(id => counts[id] != survey.Pixels[id]);
            throw new InputException(
                $"{claimant} $.counts[{first}]", $"{counts[first]}", $"{survey.Pixels[first]}, the pixels in the files",
                "the files changed since: declare the folder again");
        }
    }

    private static void RequireDepth(int found, int stated, string key, string claimant)
    {
        if (found != stated)
        {
            throw new InputException(
                $"{claimant} $.{key}", $"{stated}", $"{found}, the bits of the files",
                "declare the folder again, or write the files again");
        }
    }
}
