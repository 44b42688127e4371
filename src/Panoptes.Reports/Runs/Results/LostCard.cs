using Panoptes.Experiments.Evaluations;
using Panoptes.Experiments.Progress;
using Panoptes.Reports.Pages;

namespace Panoptes.Reports.Runs.Results;

/// <summary>The pairs of classes between which most pixels are lost.</summary>
internal static class LostCard
{
    private const int MostPairs = 10;

    /// <summary>Writes it; nothing where no pixel is counted or lost.</summary>
    public static void Write(Html html, KindRecord kind)
    {
        var pairs = Pairs(kind).OrderByDescending(pair => pair.Pixels).Take(MostPairs).ToList();
        if (pairs.Count == 0)
        {
            return;
        }

        html.Raw("<div class=\"card\"><h3>Where most pixels are lost</h3><ol class=\"lost\">\n");
        foreach (var (truth, prediction, pixels, all) in pairs)
        {
            html.Raw("<li>");
            ColorChips.Named(html, truth.Name, truth.Color);
            html.Raw(" <em>taken for</em> ");
            ColorChips.Named(html, prediction.Name, prediction.Color);
            html.Add($"<span>{Show.Percent((double)pixels / Math.Max(1, all))} % of it · {Show.Short(pixels)} px</span></li>\n");
        }

        html.Raw("</ol></div>\n");
    }

    private static IEnumerable<(ClassRow Truth, ClassRow Prediction, long Pixels, long All)> Pairs(KindRecord kind)
    {
        for (var truth = 0; truth < Math.Min(kind.Classes.Count, kind.Confusion.Count); truth++)
        {
            var row = kind.Confusion[truth];
            for (var prediction = 0; prediction < kind.Classes.Count; prediction++)
            {
                if (truth != prediction && row[prediction] > 0)
                {
                    yield return (kind.Classes[truth], kind.Classes[prediction], row[prediction], row.Sum());
                }
            }
        }
    }
}
