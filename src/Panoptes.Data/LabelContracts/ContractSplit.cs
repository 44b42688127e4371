namespace Panoptes.Data.LabelContracts;

/// <summary>Checks things and stuff of a contract.</summary>
internal static class ContractSplit
{
    /// <summary>Every listed cluster exists and is listed once, and there is at least one.</summary>
    public static void Validate(LabelContract contract, ContractClaim that)
    {
        var (things, stuff) = (contract.Split.Things, contract.Split.Stuff);
        that(things.Count + stuff.Count > 0, "things", "neither a thing nor stuff", "at least one cluster that is learned");
        var owner = new Dictionary<int, string>();
        foreach (var (key, ids) in new[] { ("things", things), ("stuff", stuff) })
        {
            foreach (var id in ids)
            {
                that(id >= 0 && id < contract.Clusters, key, $"cluster {id}", $"0 to {contract.Clusters - 1} (clusters - 1)");
                that(
                    owner.TryAdd(id, key), key, $"cluster {id}, which stands in {owner[id]} already", "each cluster once",
                    "take it out of one list");
            }
        }

        var threshold = contract.Split.Threshold;
        that(
            contract.Split.Rule == ThingRule.Ids ? threshold is null : threshold is { } value && double.IsFinite(value) && value >= 0,
            "split.threshold", threshold is null ? "none" : threshold,
            contract.Split.Rule == ThingRule.Ids ? "none for a list" : "a number, 0 or more");
    }
}
