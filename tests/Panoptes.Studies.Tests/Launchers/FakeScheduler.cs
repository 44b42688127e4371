using Panoptes.Experiments.Launching;
using Panoptes.Studies.Launchers;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Launchers;

/// <summary>Programs that stand in for a scheduler's: those that really run jobs, or ones that give written answers.</summary>
internal sealed class FakeScheduler : IDisposable
{
    private readonly Dictionary<string, string> variables;
    private readonly string path;

    private FakeScheduler(string? programs, params (string Name, string Value)[] faults)
    {
        variables = faults.ToDictionary(fault => fault.Name, fault => fault.Value);
        variables["FAKE"] = Folder["fake"];
        path = $"{programs ?? Folder["programs"]}:/usr/bin:/bin";
        Directory.CreateDirectory(Folder["fake/cells"]);
        Directory.CreateDirectory(Folder["programs"]);

        // What goes wrong with a cell does so before it is done, however busy the machine is.
        foreach (var task in faults.Where(fault => fault.Name is not ("FAKE_FAIL" or "FAKE_HELD" or "FAKE_NO_REQUEUE"))
            .SelectMany(fault => fault.Value.Split(' ')))
        {
            File.WriteAllText(Folder[$"fake/cells/{(task == "0" ? "1" : task)}.hold"], "");
        }
    }

    /// <summary>The folder of Fakes.</summary>
    public static string Fakes { get; } = LauncherFiles.Path("Fakes");

    public TemporaryFolder Folder { get; } = new();

    /// <summary>Below which submissions get folders.</summary>
    public string Jobs => Folder["jobs of a study"];

    public SchedulerPrograms Programs => new("the cluster", path) { Variables = variables, Patience = TimeSpan.FromSeconds(20) };

    public static FakeScheduler Slurm(params (string Name, string Value)[] faults) => new(Path.Combine(Fakes, "slurm"), faults);

    public static FakeScheduler Lsf(params (string Name, string Value)[] faults) => new(Path.Combine(Fakes, "lsf"), faults);

    /// <summary>Cells for a real cluster.</summary>
    public static FakeScheduler Real() => new(null);

    /// <summary>A cluster whose programs are written by the test.</summary>
    public static FakeScheduler Written() => new(null);

    /// <summary>Writes a program that keeps its arguments, and answers.</summary>
    public void Program(string name, string output, string error = "", int code = 0)
    {
        Folder.Write($"programs/{name}.out", output);
        Folder.Write($"programs/{name}.err", error);
        Script(name, $"cat \"$0.out\"; cat \"$0.err\" >&2; exit {code}");
    }

    /// <summary>Writes a program that keeps its arguments.</summary>
    public void Script(string name, string body)
    {
        Folder.Write($"programs/{name}.body", body);
        if (!File.Exists(Folder[$"programs/{name}"]))
        {
            File.CreateSymbolicLink(Folder[$"programs/{name}"], Path.Combine(Fakes, "written.sh"));
        }
    }

    /// <summary>The calls of a program that a test has written.</summary>
    public string[] Calls(string name) =>
        File.Exists(Folder[$"programs/{name}.calls"]) ? File.ReadAllLines(Folder[$"programs/{name}.calls"]) : [];

    /// <summary>Cells named 1, 2, ... of so many steps.</summary>
    public List<JobRequest> Cells(int count, int steps = 6) => [.. Enumerable.Range(1, count).Select(i => new JobRequest(
        $"cell{i}", $"study/{i}", $"{i}{new string('f', 63)}",
        new ChildCommand(Path.Combine(Fakes, "cell.sh"), [Folder["fake/cells"], $"{i}", $"{steps}"]), Folder[$"logs/it's {i}.log"],
        null))];

    /// <summary>Steps that a cell has done.</summary>
    public long Step(string cell) =>
        File.Exists(Folder[$"fake/cells/{cell[4..]}.step"]) ? long.Parse(File.ReadAllText(Folder[$"fake/cells/{cell[4..]}.step"])) : 0;

    public string Log(int cell) => File.ReadAllText(Folder[$"logs/it's {cell}.log"]);

    /// <summary>Waits until no job waits or runs any more.</summary>
    public IReadOnlyList<JobState> Wait(ILauncher launcher, IReadOnlyList<SubmittedJob> jobs)
    {
        var numbers = jobs.Select(job => job.Job).ToList();
        for (var until = DateTime.UtcNow.AddSeconds(60); ; Thread.Sleep(100))
        {
            var states = launcher.Ask(numbers);
            if (states.All(state => state.Phase is not (JobPhase.Pending or JobPhase.Running)))
            {
                return states;
            }

            Assert.True(
                DateTime.UtcNow < until,
                string.Join('\n', states.Select(state => $"{state}").Concat(Folder.Files()
                    .Where(file => file.EndsWith(".out", StringComparison.Ordinal)).Select(file => File.ReadAllText(Folder[file])))));
        }
    }

    public void Dispose() => Folder.Dispose();
}
