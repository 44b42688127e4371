using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Cards;

/// <summary>A picture among others of one row.</summary>
/// <param name="Title">What it shows, such as <c>truth</c>.</param>
/// <param name="File">A JPEG or PNG file; empty where the picture is in memory.</param>
internal sealed record PicturePanel(string Title, string File = "")
{
    /// <summary>The picture's bytes, where it is in no file; so of all panels of a row or of none.</summary>
    public byte[]? Encoded { get; init; }

    /// <summary>What it is to the others (<see cref="Panel"/>); a picture of its own where nothing is said.</summary>
    public string Kind { get; init; } = "drawn";
}

/// <summary>Pictures of one image side by side, such as the truth and what several models make of it.</summary>
/// <param name="Name">The image.</param>
/// <param name="Note">What is to be known of it, beside its name.</param>
/// <param name="Aspect">Width over height of the pictures.</param>
/// <param name="Panels">The pictures, from left to right.</param>
internal sealed record PictureRow(string Name, string Note, double Aspect, IReadOnlyList<PicturePanel> Panels)
{
    private const int MostBeside = 5;

    /// <summary>Names and colors below the pictures, such as what a prediction mixes; none where empty.</summary>
    public IReadOnlyList<PictureLine> Lines { get; init; } = [];

    /// <summary>What colors mean in these pictures alone; null for the page's classes.</summary>
    public IReadOnlyList<NamedColor>? Meanings { get; init; }

    /// <summary>Writes it; nothing where a picture is missing or the page's budget is spent.</summary>
    /// <param name="html">The page.</param>
    /// <param name="budget">What the page may hold.</param>
    /// <returns>Whether it was written.</returns>
    public bool Write(Html html, PictureBudget budget)
    {
        List<byte[]> inMemory = [.. Panels.Select(panel => panel.Encoded).OfType<byte[]>()];
        var embedded = inMemory.Count == Panels.Count ? budget.Embed(inMemory) : budget.Embed([.. Panels.Select(panel => panel.File)]);
        if (embedded is not { } pictures)
        {
            return false;
        }

        Panel.Begin(html, Name, Note, Math.Min(Panels.Count, MostBeside), Meanings);
        foreach (var (panel, picture) in Panels.Zip(pictures))
        {
            Panel.Write(html, panel.Kind, panel.Title, Name, Aspect, picture);
        }

        html.Raw("</div>");
        foreach (var line in Lines)
        {
            line.Write(html);
        }

        html.Raw("</figure>\n");
        return true;
    }
}

/// <summary>A line below pictures: words, then names with the colors they are drawn in.</summary>
/// <param name="Text">The words.</param>
/// <param name="Chips">Names and their colors, <c>#rrggbb</c>.</param>
internal sealed record PictureLine(string Text, IReadOnlyList<(string Name, string Color)> Chips)
{
    /// <summary>Writes it.</summary>
    public void Write(Html html)
    {
        html.Add($"<div class=\"chips mixed\"><span class=\"chip\">{Text}</span>");
        foreach (var (name, color) in Chips)
        {
            ColorChips.Write(html, name, color);
        }

        html.Raw("</div>\n");
    }
}
