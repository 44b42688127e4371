using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Foundation.Tracing;

namespace Panoptes.Training.Profiling;

/// <summary>What recorded steps come to.</summary>
public sealed record ProfileSummary
{
    private const int MostModules = 200;
    private static readonly JsonSerializerOptions Form =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Version of the file's form.</summary>
    public int V { get; init; } = 1;

    /// <summary>The first step that was recorded.</summary>
    public long FirstStep { get; init; }

    /// <summary>How many were.</summary>
    public int Steps { get; init; }

    /// <summary>How long they took.</summary>
    public double Seconds { get; init; }

    /// <summary>Phases of a step: data, supervision (its own time is the losses'), forward, backward, optimizer.</summary>
    public IReadOnlyList<ProfileRow> Phases { get; init; } = [];

    /// <summary>Operators of libtorch and nodes of backward passes, by their own time.</summary>
    public IReadOnlyList<ProfileRow> Operators { get; init; } = [];

    /// <summary>Modules by the time of their forward passes.</summary>
    public IReadOnlyList<ProfileRow> Modules { get; init; } = [];

    /// <summary>Time in which the training waited for data.</summary>
    public IReadOnlyList<ProfileRow> Waits { get; init; } = [];

    /// <summary>Work of the loader's threads, which runs beside the steps.</summary>
    public IReadOnlyList<ProfileRow> Loader { get; init; } = [];

    /// <summary>What was exchanged with other processes; null where nothing was.</summary>
    public ExchangeTimes? Exchanges { get; init; }

    /// <summary>Sums up.</summary>
    /// <param name="steps">The steps; at least one.</param>
    public static ProfileSummary Of(IReadOnlyList<StepProfile> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var seconds = steps.Sum(step => step.End - step.Begin) / 1e9;
        return new ProfileSummary
        {
            FirstStep = steps[0].Step,
            Steps = steps.Count,
            Seconds = seconds,
            Phases = SelfTimes.Of(Work(WorkKinds.Phase), seconds),
            Operators = SelfTimes.Of(
                steps.SelectMany(step => step.Operators).Select(call => (call.Name, call.Begin, call.End, call.Thread)), seconds),
            Modules =
            [
                .. steps.SelectMany(step => step.Modules).GroupBy(module => module.Name, StringComparer.Ordinal)
                    .Select(
                        module => (Name: module.Key, Count: module.LongCount(), Seconds: module.Sum(span => span.End - span.Begin) / 1e9))
                    .OrderByDescending(module => module.Seconds).Take(MostModules)
                    .Select(module => new ProfileRow(module.Name, module.Count, module.Seconds, module.Seconds, module.Seconds / seconds)),
            ],
            Waits = SelfTimes.Of(Work(WorkKinds.Wait), seconds),
            Loader = SelfTimes.Of(Work(WorkKinds.Loader), seconds),
            Exchanges = ExchangeTimes.Of(steps),
        };

        IEnumerable<(string Name, long Begin, long End, int Thread)> Work(string kind) =>
            steps.SelectMany(step => step.Work).Where(work => work.Kind == kind)
                .Select(work => (work.Name, work.Begin, work.End, work.Thread));
    }

    /// <summary>Writes it, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Form) + "\n");

    /// <summary>Reads one; null where there is none.</summary>
    public static ProfileSummary? Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<ProfileSummary>(File.ReadAllText(path), Form) : null;
}
