namespace Panoptes.Models.Catalog;

/// <summary>What a family says of a file of weights whose tensors belong to another form of the model.</summary>
/// <param name="Found">What is wrong with it, as the end of "the file ...".</param>
/// <param name="Change">What to set instead.</param>
public sealed record WeightAdvice(string Found, string Change);
