using Panoptes.Data.Classes;

namespace Panoptes.Data.LabelContracts;

/// <summary>The class table of clusters, which have numbers for names.</summary>
public static class ContractClasses
{
    /// <summary>
    /// Stuff first, then things, each in the contract's order: train id i below the count of stuff is stuff i, the rest are things, as the
    /// tables of Cityscapes and COCO panoptic have it. Clusters in neither list are void.
    /// </summary>
    /// <param name="contract">The contract.</param>
    /// <param name="name">What the table is called, best the folder's labels.json.</param>
    public static ClassTable Of(LabelContract contract, string name)
    {
        ArgumentNullException.ThrowIfNull(contract);
        var (things, stuff) = (contract.Split.Things, contract.Split.Stuff);
        var voidTrainId = things.Count + stuff.Count > 255 ? 65535 : 255;
        var isThing = things.ToHashSet();
        int[] learned = [.. stuff, .. things];
        ClassEntry Entry(int cluster, int trainId) =>
            new(cluster, trainId, $"cluster_{cluster}", DefaultColors.Of(cluster), isThing.Contains(cluster));

        return new ClassTable(
            name,
            [
                .. learned.Select(Entry),
                .. Enumerable.Range(0, contract.Clusters).Except(learned).Select(cluster => Entry(cluster, voidTrainId)),
                new ClassEntry(contract.VoidId, voidTrainId, "void", default, false),
            ],
            voidTrainId);
    }
}
