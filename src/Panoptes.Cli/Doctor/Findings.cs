using System.Text.Json;
using System.Text.Json.Nodes;

namespace Panoptes.Cli.Doctor;

/// <summary>Writes findings for people and for programs.</summary>
internal static class Findings
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints them under their headings, each lack with its command, and a closing line.</summary>
    public static void Print(IReadOnlyList<Finding> findings, TextWriter output)
    {
        foreach (var part in findings.GroupBy(finding => finding.Part))
        {
            output.WriteLine(part.Key);
            foreach (var finding in part)
            {
                output.WriteLine($"  {Mark(finding.Level)} {finding.Name,-22} {finding.Value}");
                if (finding.Mend is not null)
                {
                    output.WriteLine($"         {"",-22} {(finding.Level == Level.Lack ? "mend" : "better")}: {finding.Mend}");
                }
            }

            output.WriteLine();
        }

        var lacks = findings.Count(finding => finding.Level == Level.Lack);
        var warnings = findings.Count(finding => finding.Level == Level.Warning);
        output.WriteLine(
            lacks == 0 ? $"nothing needed is missing; {warnings} warning(s)" : $"{lacks} needed thing(s) missing; {warnings} warning(s)");
    }

    /// <summary>The same as JSON: <c>{"ok": bool, "findings": [{part, name, level, value, mend}]}</c>.</summary>
    public static string ToJson(IReadOnlyList<Finding> findings) => new JsonObject
    {
        ["ok"] = findings.All(finding => finding.Level != Level.Lack),
        ["findings"] = new JsonArray([.. findings.Select(finding => new JsonObject
        {
            ["part"] = finding.Part,
            ["name"] = finding.Name,
            ["level"] = finding.Level switch { Level.Good => "good", Level.Warning => "warning", _ => "lack" },
            ["value"] = finding.Value,
            ["mend"] = finding.Mend,
        })]),
    }.ToJsonString(Indented);

    private static string Mark(Level level) => level switch
    {
        Level.Good => "ok  ",
        Level.Warning => "warn",
        _ => "LACK",
    };
}
