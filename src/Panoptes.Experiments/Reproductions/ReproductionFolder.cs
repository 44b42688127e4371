namespace Panoptes.Experiments.Reproductions;

/// <summary>Where a reproduction keeps what it makes.</summary>
/// <param name="Path">The folder.</param>
public sealed record ReproductionFolder(string Path)
{
    /// <summary>The scenes.</summary>
    public string Scenes => At("scenes");

    /// <summary>Labels that were made for a way to train.</summary>
    public string Labels(ArmConfig arm)
    {
        ArgumentNullException.ThrowIfNull(arm);
        return System.IO.Path.Combine(Path, "labels", arm.Name);
    }

    /// <summary>What the page shows, as JSON.</summary>
    public string Result => At("result.json");

    /// <summary>The page.</summary>
    public string Page => At("report.html");

    /// <summary>Pictures that the page shows.</summary>
    public string Pictures => At("pictures");

    /// <summary>Where the runs of a network go.</summary>
    public string Runs(NetworkConfig network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return System.IO.Path.Combine(Path, "runs", network.Name);
    }

    /// <summary>Where a process says that it is at work on something.</summary>
    public string Claim(string what) => System.IO.Path.Combine(At("claims"), what);

    /// <summary>What a further process says (<see cref="CellWorkers"/>).</summary>
    /// <param name="number">Which one, from 2.</param>
    public string WorkerLog(int number) => At(FormattableString.Invariant($"process-{number}.log"));

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
