using System.CommandLine;
using Panoptes.Cli.CommandLine;
using Panoptes.Cli.Doctor;

namespace Panoptes.Cli.Verbs;

/// <summary><c>doctor</c>: what is installed and what is really used, each lack with the command that mends it.</summary>
internal static class DoctorVerb
{
    /// <summary>Makes the verb.</summary>
    public static Verb Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var verb = new Verb(
            "doctor",
            "Shows what is installed and what is really used: processor, libtorch, BLAS, CUDA, codecs; each lack with the command that "
                + "mends it. Exit code 1 where something needed is missing.",
            "./panoptes doctor",
            "./panoptes doctor --json",
            "./panoptes doctor labels ../shared/data/camvid",
            "./panoptes doctor distributed") { json, DoctorLabelsVerb.Create(), DoctorDistributedVerb.Create() };
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            IReadOnlyList<Finding> findings = [
                .. MachineProbe.Look(), .. PackagesProbe.Look(), .. LibtorchProbe.Look(), .. CodecsProbe.Look(), .. SharedDataProbe.Look(),
            ];
            if (parsed.GetValue(json))
            {
                output.WriteLine(Findings.ToJson(findings));
            }
            else
            {
                Findings.Print(findings, output);
            }

            return findings.Any(finding => finding.Level == Level.Lack) ? ExitCode.BadInput : ExitCode.Done;
        });
        return verb;
    }
}
