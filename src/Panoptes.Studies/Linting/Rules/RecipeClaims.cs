using System.Text.RegularExpressions;
using Panoptes.Studies.Linting.Facts;

namespace Panoptes.Studies.Linting.Rules;

/// <summary>Which configurations a report gives out as somebody's published recipe.</summary>
internal static partial class RecipeClaims
{
    /// <summary>Reference configurations, where the report calls references published, original, or a toolbox's.</summary>
    public static IReadOnlyList<Configuration> Published(ReportFacts facts)
    {
        var references = facts.Configurations.All.Where(configuration => configuration.IsReference
            || configuration.Names.Exists(name => Origin().IsMatch(name))).ToList();
        return references.Count > 0 && !Tracking.HasCells(facts)
            && (references.Exists(one => one.Names.Exists(name => Origin().IsMatch(name)))
            || facts.Document.Units.Any(unit => Ascribed().IsMatch(unit.Text) && !Departs().IsMatch(unit.Text)))
            && !facts.Document.Units.Any(unit => Departs().IsMatch(unit.Text) && ConfigurationText.IsReference(unit.Text)) ? references
                : [];
    }

    /// <summary>Models that have a result under a configuration, or are listed for it.</summary>
    public static IReadOnlyList<ReportModel> ModelsOf(Configuration configuration, ReportFacts facts) =>
    [
        .. facts.Results.Where(result => result.Configuration == configuration && result.Value is not null)
            .Select(result => facts.Models.Current(result.Model)).DistinctBy(model => model.Key),
    ];

    [GeneratedRegex(
        @"\b(?:mmseg(?:mentation)?|official|published|paper|authors'?|upstream|original|detectron2)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Origin();

    [GeneratedRegex(
        @"\b(?:reference|baseline|original|standard)\b[^.]{0,30}\b(?:mmseg(?:mentation)?|paper|authors|toolbox|repo(?:sitory)?"
            + @"|model zoo|detectron2)\b"
        + @"|\b(?:mmseg(?:mentation)?|official|published|original|paper'?s?|authors'?|upstream)\b[^.]{0,30}\b(?:reference|baseline"
            + @"|config(?:uration)?s?|recipes?|settings?|schedules?)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Ascribed();

    // A reference that says how it departs from what was published.
    [GeneratedRegex(
        @"\b(?:depart|deviat|differs? from|not the published|instead of the published|short(?:er|ened)|half of the published"
        + @"|variants? of|adapted|modified|our own)", RegexOptions.IgnoreCase)]
    private static partial Regex Departs();
}
