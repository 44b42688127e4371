using System.Globalization;
using Panoptes.Data.Preview;
using Panoptes.Foundation;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.DataSets;

/// <summary>
/// The page to look at a data set with: samples with their labels drawn over them, a legend, and how much of each class there is.
/// </summary>
public static class PreviewPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="preview">What was looked at.</param>
    /// <param name="path">The HTML file.</param>
    public static void Write(DataPreview preview, string path)
    {
        ArgumentNullException.ThrowIfNull(preview);
        AtomicFile.WriteText(path, Render(preview));
    }

    /// <summary>The page as text.</summary>
    internal static string Render(DataPreview preview) => Page.Render(
        new PageHead("data", preview.Name, [new("summary", "Classes"), .. PairTables.Sections(preview), new("samples", "Samples")]),
        html =>
        {
            var asTrained = preview.Options.Augmentation is null ? "" : ", as training sees them";
            html.Raw("<section id=\"summary\">\n");
            html.Add(
                $"<p class=\"lead\">{preview.Samples.Count} of {preview.Count} samples, seed {preview.Options.Seed}{asTrained}.</p>\n");
            foreach (var note in preview.Notes)
            {
                html.Add($"<p class=\"note\">{note}</p>\n");
            }

            foreach (var problem in preview.Problems)
            {
                html.Add($"<p class=\"note trap\">{Shown(preview, problem)}</p>\n");
            }

            Legend(html, preview);
            Totals(html, preview);
            html.Raw("</section>\n");
            PairTables.Write(html, preview);
            html.Raw("<section id=\"samples\">\n<h2>Samples</h2>\n<div class=\"card\"><div class=\"tools\">");
            Panel.WriteOpacity(html);
            html.Raw("<span>click a picture to enlarge it and to page through all; point at one to read its class</span></div>\n");
            html.Raw(preview.Pairs is null ? "<div class=\"previews\">\n" : "<div class=\"stack\">\n");
            foreach (var group in preview.Samples.Chunk(preview.Pairs is null ? 1 : 2))
            {
                Group(html, preview, group);
            }

            html.Raw("</div></div>\n</section>\n");
        },
        new PageData
        {
            Classes = [.. preview.Classes.Names.Zip(preview.Classes.Palette, (name, color) => new NamedColor(name, color.Hex))],
        });

    private static void Legend(Html html, DataPreview preview)
    {
        var (classes, pixels) = (Enumerable.Range(0, preview.Classes.Count), preview.Pixels);
        html.Raw("<div class=\"card\">");
        ClassLegend.Write(
            html,
            [.. classes.Where(c => pixels[c] > 0).OrderByDescending(c => pixels[c])
                .Select(c => new NamedColor($"{c} {preview.Classes.Names[c]}", preview.Classes.Palette[c].Hex))],
            [.. classes.Where(c => pixels[c] == 0).Select(c => preview.Classes.Names[c])],
            "in none of the samples shown");
        html.Raw("<p class=\"note\">Where there is no label, the picture shows through.</p></div>\n");
    }

    private static void Totals(Html html, DataPreview preview)
    {
        var pixels = preview.Pixels;
        var total = pixels.Sum();
        if (total == 0)
        {
            return;
        }

        html.Raw("<details><summary>Share of each class in the samples shown</summary><div class=\"card scroll\"><table class=\"plain\">");
        html.Raw("<thead><tr><th>class</th><th class=\"n\">pixels</th><th class=\"n\">share</th></tr></thead><tbody>\n");
        foreach (var c in Enumerable.Range(0, pixels.Count).Where(c => pixels[c] > 0))
        {
            html.Raw("<tr><td>");
            ColorChips.Named(html, Name(preview, c), c < preview.Classes.Count ? preview.Classes.Palette[c].Hex : "");
            html.Add($"</td><td class=\"n\">{pixels[c]}</td><td class=\"n\">{Percent.Of(pixels[c], total, "0.00")} %</td></tr>\n");
        }

        html.Raw("</tbody></table></div></details>\n");
    }

    // The crops of a pair stand beside each other.
    private static void Group(Html html, DataPreview preview, PreviewedSample[] samples)
    {
        html.Raw("<article class=\"card\">");
        if (samples is [{ Target: { Pair: { } pair } target }, ..])
        {
            var asked = target.Asked is { } size ? $", {size} pixels asked for" : ", resized as always";
            html.Add($"<h3>pair {pair}: {target.Class}{asked}</h3>");
        }

        foreach (var sample in samples)
        {
            Words(html, preview, sample, samples.Length > 1);
        }

        html.Raw(samples.Length > 1 ? "<div class=\"pair\">" : "");
        foreach (var sample in samples.Where(sample => sample.Pictures.Count > 0))
        {
            Pictures(html, sample);
        }

        html.Raw(samples.Length > 1 ? "</div>" : "");

        foreach (var sample in samples.Where(sample => sample.Error is null))
        {
            Shares(html, preview, sample.Pixels);
        }

        html.Raw("</article>\n");
    }

    // The page's script lays the labels over the image.
    private static void Pictures(Html html, PreviewedSample sample)
    {
        html.Raw("<figure class=\"worst\"><div class=\"panels\">\n");
        foreach (var (place, picture) in sample.Pictures.Index())
        {
            var kind = place == 0 ? "image" : picture.Name.StartsWith("labels", StringComparison.Ordinal) ? "truth" : "map";
            Panel.Write(
                html, kind, picture.Name, sample.Files.Name, (double)picture.Width / picture.Height, EmbeddedPicture.Of(picture.Encoded));
        }

        html.Raw("</div></figure>\n");
    }

    // Files are called below the data set's folder.
    private static string Shown(DataPreview preview, string text) =>
        preview.Root is { Length: > 0 } root
            ? text.Replace(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal) : text;

    private static void Words(Html html, DataPreview preview, PreviewedSample sample, bool isOfPair)
    {
        html.Raw(isOfPair ? "<p><b>" : "<h3>").Add($"{sample.Files.Name}").Raw(isOfPair ? "</b></p>" : "</h3>");
        if (sample.Error is { } error)
        {
            html.Add($"<p class=\"wrong\">{Shown(preview, error)}</p>");
            return;
        }

        html.Add($"<p class=\"note\">{sample.Facts}");
        if (sample.Target is { } target)
        {
            html.Add($"; round segment {target.Segment} ({target.Class}), whose box has {Pixels(target.Size)} pixels, ");
            html.Add($"{Pixels(target.Seen)} of them in the crop (roots of areas)");
        }

        html.Add($"<br>{Shown(preview, sample.Files.Image)}");
        if (sample.Files.Label is { } label)
        {
            html.Add($"<br>{Shown(preview, label)}");
        }

        html.Raw("</p>");
    }

    private static string Pixels(double size) => size.ToString("0.#", CultureInfo.InvariantCulture);

    private static void Shares(Html html, DataPreview preview, IReadOnlyList<long> pixels)
    {
        var total = pixels.Sum();
        if (total == 0)
        {
            return;
        }

        html.Raw("<div class=\"shares\">");
        foreach (var c in Enumerable.Range(0, pixels.Count).Where(c => pixels[c] > 0).OrderByDescending(c => pixels[c]))
        {
            var color = c < preview.Classes.Count ? preview.Classes.Palette[c].Hex : "transparent";
            html.Add($"<span title=\"{Name(preview, c)} {Percent.Of(pixels[c], total, "0.00")} %\" ");
            html.Add($"style=\"width:{Percent.Of(pixels[c], total, "0.###")}%;background:{color}\"></span>");
        }

        html.Raw("</div>");
    }

    private static string Name(DataPreview preview, int id) => id < preview.Classes.Count ? preview.Classes.Names[id] : "void";
}
