using System.ComponentModel;
using System.Diagnostics;
using Panoptes.Foundation;

namespace Panoptes.Studies.Launchers;

/// <summary>What a scheduler's program answered.</summary>
/// <param name="Code">Its exit code; -1 where it did not end in time.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record ProgramAnswer(int Code, string Output, string Error)
{
    /// <summary>What it said, on one line.</summary>
    public string Said =>
        string.Join(' ', $"{Error}\n{Output}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}

/// <summary>Runs a scheduler's programs, which are found in PATH.</summary>
/// <param name="scheduler">The scheduler, for messages.</param>
/// <param name="path">Folders with colons between them.</param>
internal sealed class SchedulerPrograms(string scheduler, string path)
{
    /// <summary>How long one may take: a controller that is busy answers late.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Variables that are set for them.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Those of this process's PATH.</summary>
    public static SchedulerPrograms OfThisProcess(string scheduler) =>
        new(scheduler, Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>A program's path; null where it is missing.</summary>
    public string? Find(string program) => path.Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <summary>Runs one to its end.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">A file that it reads as its standard input; null for none.</param>
    /// <exception cref="InputException">It is missing or cannot be started.</exception>
    public ProgramAnswer Run(string program, IReadOnlyList<string> arguments, string? input = null)
    {
        var file = Find(program) ?? throw new InputException(
            program, "no such program in PATH", $"the programs of {scheduler}",
            $"do this on a machine from which {scheduler} takes jobs, or load its module, or choose another launcher.kind");
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Where this process is itself part of a job, that job's variables would become the new one's.
        if (start.Environment.ContainsKey("SLURM_JOB_ID") || start.Environment.ContainsKey("LSB_JOBID"))
        {
            foreach (var name in start.Environment.Keys.Where(IsOfAJob).ToList())
            {
                start.Environment.Remove(name);
            }
        }

        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["PATH"] = path;
        try
        {
            using var process = Process.Start(start)!;
            return Finish(process, input);
        }
        catch (Win32Exception failed)
        {
            throw new InputException(
                file, $"a program that cannot be started ({failed.Message})", "one that can be", "check the installation", failed);
        }
    }

    private static bool IsOfAJob(string name) =>
        (name.StartsWith("SLURM_", StringComparison.Ordinal) && name != "SLURM_CONF")
        || (name.StartsWith("LSB_", StringComparison.Ordinal) && !name.StartsWith("LSB_DEFAULT", StringComparison.Ordinal));

    private ProgramAnswer Finish(Process process, string? input)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input is null ? "" : File.ReadAllText(input));
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all: its exit code says why.
        }

        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return new ProgramAnswer(-1, "", $"no answer within {Patience.TotalSeconds:0.#} s");
        }

        return new ProgramAnswer(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
