using Panoptes.Diagnosis.Sheets;
using Panoptes.Diagnosis.Verdicts;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Diagnoses;

/// <summary>The page of a diagnosis: the verdict, what each probe found, and pictures to see it on.</summary>
public static class DoctorPage
{
    private const int JpegQuality = 88;
    private const int MostOpinions = 24;

    /// <summary>Writes the page.</summary>
    /// <param name="report">What it shows.</param>
    /// <param name="path">The HTML file.</param>
    public static void Write(DoctorReport report, string path)
    {
        ArgumentNullException.ThrowIfNull(report);
        AtomicFile.WriteText(path, Render(report));
    }

    /// <summary>The page as text.</summary>
    internal static string Render(DoctorReport report) => Page.Render(
        new PageHead("doctor", report.Diagnosis.Dataset, Links(report)) { State = State(report.Diagnosis.Verdict) },
        html =>
        {
            html.Raw("<section id=\"verdict\">\n");
            html.Add($"<p class=\"lead\">{Sentence(report.Diagnosis.Sentence)}</p>\n");
            if (report.Diagnosis.Remedy.Length > 0)
            {
                html.Add($"<p class=\"note\">What to do: {report.Diagnosis.Remedy}.</p>\n");
            }

            DoctorTables.Write(html, report.Diagnosis);
            html.Raw("</section>\n");
            Opinion(html, report);
            Pictures(
                html, report, "sheet", "After all transforms",
                "From the batch's tensors: the image, the boundaries of its labels with boxes of things and void hatched, and the labels' "
                    + "own colors sent the image's way under the same boundaries, which must fit them to the pixel.",
                report.Sheet);
            Pictures(
                html, report, "offsets", "Offsets",
                "Arrows lead from a label's center to where it fits, four times as long as that is far: red ones are sure, gray ones are "
                    + "not, green dots fit where they are.",
                report.Offsets);
        },
        new PageData { Classes = [.. Classes(report)] });

    private static List<PageLink> Links(DoctorReport report)
    {
        var links = new List<PageLink> { new("verdict", "Verdict") };
        if (report.Opinion is not null)
        {
            links.Add(new("opinion", "Second opinion"));
        }

        if (report.Sheet.Count > 0)
        {
            links.Add(new("sheet", "After all transforms"));
        }

        if (report.Offsets.Count > 0)
        {
            links.Add(new("offsets", "Offsets"));
        }

        return links;
    }

    private static (string Color, string Text) State(Alignment verdict) => (
        verdict switch { Alignment.Aligned => "good", Alignment.Unsure => "warn", _ => "bad" },
        verdict.Word());

    private static void Opinion(Html html, DoctorReport report)
    {
        if (report.Opinion is not { } opinion)
        {
            return;
        }

        html.Raw("<section id=\"opinion\">\n<h2>Second opinion</h2>\n");
        html.Add($"<p class=\"note\">{opinion.Model} was asked about {opinion.Images.Count} images. Quality is a soft minimum of the ");
        html.Add($"probability that it gives to each pixel's label: low where some part is wrong. Mean {Percent.Of(opinion.Quality)} %; ");
        html.Add($"{Percent.Of(opinion.Agreement)} % of the pixels get the same class.</p>\n");
        html.Raw("<div class=\"card scroll\"><table class=\"plain\"><thead><tr><th>sample, worst first</th><th class=\"n\">quality</th>");
        html.Raw("<th class=\"n\">same class</th></tr></thead><tbody>\n");
        foreach (var image in opinion.Images.Take(MostOpinions))
        {
            html.Add($"<tr><td>{image.Name}</td><td class=\"n\">{Percent.Of(image.Quality)} %</td>");
            html.Add($"<td class=\"n\">{Percent.Of(image.Agreement)} %</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n</section>\n");
    }

    private static IEnumerable<NamedColor> Classes(DoctorReport report) =>
        report.Classes.Names.Zip(report.Classes.Palette, (name, color) => new NamedColor(name, color.Hex));

    private static void Pictures(
        Html html, DoctorReport report, string id, string title, string note, IReadOnlyList<DoctorPicture> samples)
    {
        if (samples.Count == 0)
        {
            return;
        }

        html.Add($"<section id=\"{id}\" style=\"--opacity:1\">\n<h2>{title}</h2>\n<p class=\"note\">{note}</p>\n<div class=\"tools\">");
        Panel.WriteOpacity(html, "opacity of what is drawn", "1");
        html.Raw("<span>click a picture to enlarge it and to page through all</span></div>\n");
        if (samples.Any(sample => sample.Layers.Any(layer => layer.HasClasses)))
        {
            ClassLegend.Write(html, [.. Classes(report)], [], "");
        }

        html.Raw("<div class=\"stack\">\n");
        foreach (var sample in samples)
        {
            var aspect = (double)sample.Image.Width / sample.Image.Height;
            html.Raw("<div class=\"card\">");
            Panel.Begin(html, sample.Name, sample.Facts, 1 + sample.Layers.Count);
            var jpeg = JpegFile.Encode(sample.Image, JpegQuality, JpegSubsampling.None444);
            Panel.Write(html, "image", sample.Title, sample.Name, aspect, EmbeddedPicture.Of(jpeg));
            foreach (var layer in sample.Layers)
            {
                var kind = layer.HasClasses ? "truth" : "outcome";
                Panel.Write(html, kind, layer.Title, sample.Name, aspect, EmbeddedPicture.Of(layer.Png));
            }

            html.Raw("</div></figure></div>\n");
        }

        html.Raw("</div>\n</section>\n");
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
