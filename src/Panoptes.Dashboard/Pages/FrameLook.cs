namespace Panoptes.Dashboard.Pages;

/// <summary>One of the places that the top of every page leads to.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Address">Its address.</param>
internal sealed record FramePlace(string Name, string Address);

/// <summary>What is the same on all pages of a server.</summary>
/// <param name="Name">What the server is called, for who does not see its places.</param>
/// <param name="Back">What the way back to the first page reads.</param>
/// <param name="Places">Where the top of a page leads to.</param>
internal sealed record FrameLook(string Name, string Back, IReadOnlyList<FramePlace> Places)
{
    /// <summary>The name of the style and the script that its pages have beside those of all; null for none.</summary>
    public string? Own { get; init; }
}
