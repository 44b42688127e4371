using Panoptes.Diagnosis.Examination;
using Panoptes.Diagnosis.Placements;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Diagnoses;

/// <summary>The tables of a diagnosis.</summary>
internal static class DoctorTables
{
    /// <summary>Writes what each probe found, and the hypotheses about the content.</summary>
    public static void Write(Html html, LabelDiagnosis diagnosis)
    {
        Rows(html, "What each probe found", ["probe", "found"], Probes(diagnosis));
        if (diagnosis.Content is { } content)
        {
            var best = content.Best.Placement.Times(content.Reduction);
            Rows(html, "Edges under the boundaries, by how the labels are laid down", ["hypothesis", "edge energy (1 is chance)"], [
                ["as they are", Number(content.Rho)],
                [$"at their best: scale {Number(best.Scale)}, shift ({Number(best.Dx)}, {Number(best.Dy)}) px", Number(content.Best.Rho)],
                .. content.Orientations.Select(pair => new[] { Orientations.Describe(pair.Key), Number(pair.Value) }),
                ["labels of other images", Number(content.NullMean)],
            ]);
        }

        if (diagnosis.Classes.Count > 0)
        {
            Rows(html, "Classes that lie elsewhere", ["class", "move by (px)", "edge energy", "there", "z", "images"], [
                .. diagnosis.Classes.Select((offset, i) => new[]
                {
                    diagnosis.ClassNames[i], $"({Number(offset.Placement.Dx)}, {Number(offset.Placement.Dy)})", Number(offset.Rho),
                    Number(offset.BestRho), Number(offset.Z), $"{offset.Images}",
                }),
            ]);
        }

        if (diagnosis.Turned.Count > 0)
        {
            Rows(html, "Images whose labels are turned", ["sample", "labels are", "edge energy", "turned"], [
                .. diagnosis.Turned.Select(image => new[]
                {
                    image.Name, Orientations.Describe(image.Orientation), Number(image.Rho), Number(image.TurnedRho),
                }),
            ]);
        }
    }

    private static List<string[]> Probes(LabelDiagnosis diagnosis)
    {
        var rows = new List<string[]>
        {
            new[]
            {
                "sizes",
                diagnosis.Sizes.Passes
                    ? "labels are " + string.Join(", ", diagnosis.Sizes.Scales.Select(pair =>
                        $"{(pair.Scale == 1 ? "" : $"{Number(pair.Scale)} times ")}as large as their images ({pair.Count})"))
                    : $"{diagnosis.Sizes.Turned.Count} turned, {diagnosis.Sizes.Mismatched.Count} of another aspect ratio, of "
                        + $"{diagnosis.Sizes.Images}",
            },
        };
        rows.AddRange(diagnosis.Coordinates.Select(scores => new[]
        {
            "coordinates through the pipeline",
            $"{(scores.Passes ? "together" : scores.Fault.ToString())}: image less label ({Number(scores.MeanDx)}, "
                + $"{Number(scores.MeanDy)}) px on average, 99 % within {Number(scores.P99)} px, at scale {Number(scores.Scale)}",
        }));
        if (diagnosis.RoundTrip is { } trip)
        {
            rows.Add(["labels sent the image's way", $"{trip.Gate}: mIoU {Number(trip.MeanIoU)}, PQ {Number(trip.PQ)}, things "
                + $"{Number(trip.PQThings)}, stuff {Number(trip.PQStuff)}; {Number(trip.Reference)} mIoU can be had"]);
        }

        if (diagnosis.Content is { } content)
        {
            rows.Add(["content", $"{content.Images} images, {content.Points} boundary points, z {Number(content.Z)}"]);
        }

        return rows;
    }

    private static void Rows(Html html, string title, IReadOnlyList<string> heads, IReadOnlyList<string[]> rows)
    {
        html.Add($"<h3>{title}</h3>\n<div class=\"card scroll\"><table class=\"plain\"><thead><tr>");
        foreach (var head in heads)
        {
            html.Add($"<th>{head}</th>");
        }

        html.Raw("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            html.Raw("<tr>");
            foreach (var cell in row)
            {
                html.Add($"<td>{cell}</td>");
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div>\n");
    }

    private static string Number(double value) => DiagnosisText.Number(value);
}
