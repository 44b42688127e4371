using Panoptes.Studies.Imports.Records;

namespace Panoptes.Studies.Imports.Tables;

/// <summary>What the columns of a table hold, by their titles; -1 where there is none.</summary>
internal sealed record TableColumns
{
    private static readonly string[] NameTitles = ["name", "run", "runname", "runid", "id"];
    private static readonly string[] ModelTitles = ["model", "modelname", "network", "architecture", "arch"];
    private static readonly string[] RecipeTitles = ["recipe", "strategy", "method", "variant", "experiment", "config"];
    private static readonly string[] DataTitles = ["data", "dataset", "datasetname"];
    private static readonly string[] SeedTitles = ["seed", "randomseed"];
    private static readonly string[] StepTitles = ["step", "globalstep", "trainerglobalstep", "iter", "iteration"];
    private static readonly string[] PlannedTitles = ["steps", "maxiters", "maxsteps", "totalsteps", "iterations"];
    private static readonly string[] BatchTitles = ["batch", "batchsize", "bs"];
    private static readonly string[] RateTitles = ["lr", "learningrate", "lrpg0", "baselr"];
    private static readonly string[] OptimizerTitles = ["optimizer", "optim"];
    private static readonly string[] SecondsTitles = ["trainseconds", "trainingseconds", "traintimes", "trainingtimes"];
    private static readonly string[] DeviceTitles = ["device", "gpu", "devicename"];

    /// <summary>Finds out what columns hold.</summary>
    public TableColumns(IReadOnlyList<string> header)
    {
        var plain = header.Select(Plain).ToList();
        int At(string[] titles) => titles.Select(title => plain.IndexOf(title)).FirstOrDefault(place => place >= 0, -1);
        (Name, Model, Recipe, Data) = (At(NameTitles), At(ModelTitles), At(RecipeTitles), At(DataTitles));
        (Seed, Step, Epoch, Planned) = (At(SeedTitles), At(StepTitles), plain.IndexOf("epoch"), At(PlannedTitles));
        (Batch, Rate, Optimizer, Seconds) = (At(BatchTitles), At(RateTitles), At(OptimizerTitles), At(SecondsTitles));
        (Device, State, Runtime, Time) = (At(DeviceTitles), plain.IndexOf("state"), plain.IndexOf("runtime"), plain.IndexOf("time"));
        Metrics = [.. header.Index().Where(column => SourceMetric.IsKnown(column.Item)).Select(column => column.Index)];
        IsUltralytics = Epoch >= 0 && header.Any(title => title.Trim().StartsWith("metrics/", StringComparison.Ordinal));
        IsLightning = Epoch >= 0 && plain.Contains("step") && Model < 0 && Name < 0;
    }

    /// <summary>The run's name.</summary>
    public int Name { get; }

    /// <summary>Its model.</summary>
    public int Model { get; }

    /// <summary>Its recipe.</summary>
    public int Recipe { get; }

    /// <summary>Its data set.</summary>
    public int Data { get; }

    /// <summary>Its seed.</summary>
    public int Seed { get; }

    /// <summary>The step that a row stands at.</summary>
    public int Step { get; }

    /// <summary>The epoch that a row stands at.</summary>
    public int Epoch { get; }

    /// <summary>Steps of the whole training.</summary>
    public int Planned { get; }

    /// <summary>Images of an update.</summary>
    public int Batch { get; }

    /// <summary>Learning rate.</summary>
    public int Rate { get; }

    /// <summary>Optimizer.</summary>
    public int Optimizer { get; }

    /// <summary>Seconds of training.</summary>
    public int Seconds { get; }

    /// <summary>The device.</summary>
    public int Device { get; }

    /// <summary>What became of the run, as Weights &amp; Biases says.</summary>
    public int State { get; }

    /// <summary>Seconds since the run began, all included.</summary>
    public int Runtime { get; }

    /// <summary>Seconds since the run began, of ultralytics.</summary>
    public int Time { get; }

    /// <summary>Numbers of evaluations.</summary>
    public IReadOnlyList<int> Metrics { get; }

    /// <summary>Whether ultralytics wrote it.</summary>
    public bool IsUltralytics { get; }

    /// <summary>Whether Lightning's CSV logger wrote it.</summary>
    public bool IsLightning { get; }

    /// <summary>Columns of numbers.</summary>
    public IReadOnlyCollection<int> Numbers =>
    [
        .. new[] { Seed, Step, Epoch, Planned, Batch, Rate, Seconds, Runtime, Time }.Where(place => place >= 0).Concat(Metrics).Distinct(),
    ];

    /// <summary>Whether titles are those of results.</summary>
    public static bool AreResults(IReadOnlyList<string> header) =>
        header.Count > 1 && header.Any(title => SourceMetric.Of(title) is { Name: not "loss" });

    private static string Plain(string title) => new([.. title.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
}
