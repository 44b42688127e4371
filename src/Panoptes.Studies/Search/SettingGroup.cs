namespace Panoptes.Studies.Search;

/// <summary>The trials of a setting that have one value, or one of a third of its range.</summary>
/// <param name="Name">The value, or <c>lower third</c>, <c>middle third</c>, <c>upper third</c>.</param>
/// <param name="Trials">How many.</param>
/// <param name="Mean">Their mean result.</param>
public sealed record SettingGroup(string Name, int Trials, double Mean);
