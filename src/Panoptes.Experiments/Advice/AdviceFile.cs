using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Runs;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Advice;

/// <summary>What <c>advice.json</c> of a run holds: the advice before its training and, once that is done, after it.</summary>
public sealed record AdviceFile
{
    private static readonly JsonSerializerOptions Form =
        new(EventJson.Readable) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    /// <summary>Version of this file's form.</summary>
    public int V { get; init; } = 1;

    /// <summary>What the configuration alone says.</summary>
    public IReadOnlyList<AdviceItem> Before { get; init; } = [];

    /// <summary>What the results say; empty while training goes on.</summary>
    public IReadOnlyList<AdviceItem> After { get; init; } = [];

    /// <summary>Asks the advisor about a configuration that is about to be trained, and keeps the answer in the run's folder.</summary>
    public static IReadOnlyList<AdviceItem> BeforeTraining(RunFolder folder, RunConfig config)
    {
        var advice = Advisor.On(new AdviceSubject(folder.Name, config), AdviceStage.Before, AdviceStage.Between);
        (Read(folder) with { Before = advice }).Write(folder);
        return advice;
    }

    /// <summary>Asks the advisor about a run that is done, and keeps what is new in its folder.</summary>
    /// <returns>What was not said before training.</returns>
    public static IReadOnlyList<AdviceItem> AfterTraining(RunFolder folder, RunConfig config)
    {
        var before = Read(folder);
        var known = before.Before.Select(item => (item.Id, item.Trigger)).ToHashSet();
        var advice = Advisor.On(new AdviceSubject(folder.Name, config, RunHistory.Read(folder.EventLog)))
            .Where(item => !known.Contains((item.Id, item.Trigger))).ToList();
        (before with { After = advice }).Write(folder);
        return advice;
    }

    /// <summary>Reads a run's advice; empty where there is none.</summary>
    public static AdviceFile Read(RunFolder folder) =>
        File.Exists(folder.Advice) ? JsonSerializer.Deserialize<AdviceFile>(File.ReadAllText(folder.Advice), Form)! : new();

    private void Write(RunFolder folder) => AtomicFile.WriteText(folder.Advice, JsonSerializer.Serialize(this, Form) + "\n");
}
