namespace Panoptes.Studies.Search;

/// <summary>A training of a search, by what it is known: two members that decide on the same one mean the same cell.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Rung">The rung, from 0; always 0 where there is no halving.</param>
public readonly record struct TrialRung(int Trial, int Rung);
