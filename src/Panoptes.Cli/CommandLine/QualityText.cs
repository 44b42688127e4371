using Panoptes.Experiments.TeacherReports;
using Panoptes.Metrics.LabelQuality;
using Panoptes.Metrics.PixelQuality;

namespace Panoptes.Cli.CommandLine;

/// <summary>How good labels are, as tables of texts with an empty line behind each.</summary>
internal static class QualityText
{
    /// <summary>Writes the tables.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="quality">Of objects; null where there are none.</param>
    /// <param name="pixels">Of label maps; null where there are none.</param>
    public static void Write(TextWriter output, LabelQualityReport? quality, PixelQualityReport? pixels)
    {
        if (quality is not null)
        {
            TextTable.Write(
                output, TeacherTables.QualityHead, [.. TeacherTables.Quality([quality.All, .. quality.BySize, .. quality.ByClass])]);
            output.WriteLine();
        }

        if (pixels is not null)
        {
            TextTable.Write(output, PixelTables.ClassHead, [.. PixelTables.Classes(pixels)]);
            output.WriteLine();
            if (pixels.Sweep.Count > 0)
            {
                TextTable.Write(output, PixelTables.ThresholdHead, [.. PixelTables.Thresholds(pixels)]);
                output.WriteLine();
            }
        }
    }
}
