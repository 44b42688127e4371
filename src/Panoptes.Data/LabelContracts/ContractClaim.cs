namespace Panoptes.Data.LabelContracts;

/// <summary>Something that must hold of a contract.</summary>
/// <param name="holds">Whether it does.</param>
/// <param name="key">The key at fault.</param>
/// <param name="found">Its value.</param>
/// <param name="expected">What it should be.</param>
/// <param name="advice">What to do.</param>
internal delegate void ContractClaim(bool holds, string key, object? found, string expected, string advice = "correct labels.json");
