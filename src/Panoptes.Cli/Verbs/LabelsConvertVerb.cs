using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Data.PseudoLabels;

namespace Panoptes.Cli.Verbs;

/// <summary><c>labels convert</c>: pseudo-labels at another scale or bit depth.</summary>
internal static class LabelsConvertVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var folder = LabelsArguments.Folder();
        var output = OutputOptions.Required("The new folder of labels.", "DIR");
        var scale = new Option<double?>("--scale")
        {
            Description = "Label pixels a native pixel of the result; as they are where left out.",
            HelpName = "S",
        };
        var bits = new Option<int?>("--bits")
        {
            Description = "Bits of cluster ids, 8 or 16; the least that hold them where left out.",
            HelpName = "N",
        };
        var force = OutputOptions.Force();
        var verb = new Verb(
            "convert",
            "Writes pseudo-labels at another scale or bit depth, at pixel centers, with a labels.json. May be interrupted and run again: "
                + "what was written stays.",
            "./panoptes labels convert pseudo_labels --out native --scale 1",
            "./panoptes labels convert native --out cups --scale 0.625 --bits 8")
        {
            folder, output, scale, bits, force,
        };
        verb.SetAction(parsed =>
        {
            var target = parsed.GetRequiredValue(output);
            var done = LabelConversion.Run(
                parsed.GetRequiredValue(folder), target, parsed.GetValue(scale), parsed.GetValue(bits), OutputOptions.Plan(parsed, force));
            parsed.InvocationConfiguration.Output.WriteLine(FormattableString.Invariant(
                $"{target}: scale {done.To.Scale:0.####}, {done.To.BitDepth} bits; {done.Kept} pairs were there already"));
        });
        return verb;
    }
}
