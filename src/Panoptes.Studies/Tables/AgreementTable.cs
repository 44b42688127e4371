using Panoptes.Studies.Analysis;

namespace Panoptes.Studies.Tables;

/// <summary>The table of teachers and students: how far they agree.</summary>
internal static class AgreementTable
{
    private const double Percent = 100;

    /// <summary>A row for each recipe with a teacher; none where there is no teacher.</summary>
    public static ReportTable Of(StudyReport report) => new(
        "agreement", "Agreement of the student with its teacher's labels",
        [
            .. TableLead.Columns(report), new("Recipe"),
            .. TableLead.Numbers(
                "n", "Labels found (%)", "Mask IoU (%)", "Same class (%)", "Agreement (%)", "Highest (%)", "Against reference (points)"),
            .. TableLead.Words("Warning", "Evidence"),
        ],
        [
            .. report.Agreements.Select(one => (IReadOnlyList<Entry>)
            [
                .. TableLead.Of(report, one.Result.Subject),
                Entry.Of(report.Names.Title(one.Result.Recipe)),
                Entry.Count(one.Cells.Count),
                Entry.Fixed(Percent * one.Found),
                Entry.Fixed(Percent * one.MaskIoU),
                Entry.Fixed(Percent * one.SameClass),
                Entry.Fixed(Percent * one.Agreement),
                Entry.Fixed(Percent * one.Highest),
                Entry.Signed(Percent * (one.Agreement - one.Reference)),
                Entry.Of(Warning(one)),
                Entry.Of(report.Names.Evidence(one.Cells)),
            ]),
        ])
    {
        Notes =
        [
            "The student sees the changed view of an image, the teacher labeled the image as it is. A label is found where a mask of the "
                + "student has an intersection over union of at least 0.5 with it, whatever its class. Of label maps only pixels with a "
                + "label count. Means over the last third of each training; agreement is with the teacher and says nothing of the truth.",
        ],
    };

    private static string Warning(StudentAgreement one) =>
        one.HasFallen ? "collapsed: less than half of what it was" : one.IsBelowReference ? "less than half of the reference" : "";
}
