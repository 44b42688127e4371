using Panoptes.Studies.Analysis;

namespace Panoptes.Studies.Tables;

/// <summary>The first columns of tables by model: the data, where the study has several, and the model.</summary>
internal static class TableLead
{
    /// <summary>The columns.</summary>
    public static IEnumerable<ReportColumn> Columns(StudyReport report) =>
        report.Names.Data.Count > 1 ? [new("Data"), new("Model")] : [new("Model")];

    /// <summary>The entries of a row.</summary>
    public static IEnumerable<Entry> Of(StudyReport report, Subject subject) => report.Names.Data.Count > 1
        ? [Entry.Of(report.Names.Title(subject.Data)), Entry.Of(report.Names.Title(subject.Model))]
        : [Entry.Of(report.Names.Title(subject.Model))];

    /// <summary>Columns of numbers.</summary>
    public static IEnumerable<ReportColumn> Numbers(params string[] titles) => titles.Select(title => new ReportColumn(title, true));

    /// <summary>Columns of words.</summary>
    public static IEnumerable<ReportColumn> Words(params string[] titles) => titles.Select(title => new ReportColumn(title));
}
