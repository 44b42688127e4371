using Panoptes.Cli.CommandLine;

namespace Panoptes.Cli.Verbs;

/// <summary><c>labels</c>: folders of pseudo-labels and their contracts.</summary>
internal static class LabelsVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create() =>
        new("labels", "Makes pseudo-labels, looks at folders of them, declares what they show, converts them, and says how good they are.")
        {
            LabelsMakeVerb.Create(),
            LabelsInspectVerb.Create(),
            LabelsDeclareVerb.Create(),
            LabelsConvertVerb.Create(),
            LabelsReportVerb.Create(),
        };
}
