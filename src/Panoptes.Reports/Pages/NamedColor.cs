namespace Panoptes.Reports.Pages;

/// <summary>A class and the color that pictures have it in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Color">The color as <c>#rrggbb</c>.</param>
internal sealed record NamedColor(string Name, string Color);
