using System.Globalization;
using System.Text.Json;

namespace Panoptes.Reports.Pages;

/// <summary>
/// A picture that the page's viewer enlarges. In a <c>figure class="worst"</c> those of kinds <c>truth</c>, <c>prediction</c> and
/// <c>outcome</c> are laid over that of kind <c>image</c>, and the first two name what is under the pointer by its color.
/// </summary>
internal static class Panel
{
    /// <summary>Writes the slider of how strong labels are; it works for the card or section that it stands in.</summary>
    /// <param name="html">The page.</param>
    /// <param name="title">What it changes.</param>
    /// <param name="opacity">Where it stands at first; the section says the same where it is not 0.6.</param>
    public static void WriteOpacity(Html html, string title = "label opacity", string opacity = "0.6") => html.Add(
        $"<label>{title} <input class=\"opacity\" type=\"range\" min=\"0\" max=\"1\" step=\"0.05\" value=\"{opacity}\"></label>");

    /// <summary>Writes one.</summary>
    /// <param name="html">The page.</param>
    /// <param name="kind"><c>image</c>, <c>truth</c>, <c>prediction</c>, <c>outcome</c>, or another word for a picture of its own.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="name">The image that it is of.</param>
    /// <param name="aspect">Width over height.</param>
    /// <param name="address">The picture's address; made by this program, so not escaped again.</param>
    public static void Write(Html html, string kind, string title, string name, double aspect, string address)
    {
        html.Add($"<div class=\"panel {kind}\" style=\"--aspect:{aspect.ToString("0.####", CultureInfo.InvariantCulture)}\">");
        html.Add($"<img loading=\"lazy\" alt=\"{title} of {name}\" src=\"").Raw(address).Add($"\"><span>{title}</span></div>\n");
    }

    /// <summary>Writes the head of a figure of pictures, up to them.</summary>
    /// <param name="html">The page.</param>
    /// <param name="name">The image.</param>
    /// <param name="note">What is to be known of it.</param>
    /// <param name="columns">How many pictures stand beside each other; 0 for what the page's width allows.</param>
    /// <param name="meanings">What colors mean in these pictures alone; null for the page's classes.</param>
    public static void Begin(Html html, string name, string note, int columns = 0, IReadOnlyList<NamedColor>? meanings = null)
    {
        html.Raw("<figure class=\"worst\"");
        if (meanings is not null)
        {
            html.Add($" data-colors=\"{JsonSerializer.Serialize(meanings, PageData.Json)}\"");
        }

        html.Add($"><figcaption><b>{name}</b><span>{note}</span></figcaption><div class=\"panels\"");
        html.Raw(columns > 0 ? $" style=\"--columns:{columns}\">\n" : ">\n");
    }
}
