using Panoptes.Studies.Imports.Records;
using Panoptes.Studies.Imports.Sources;

namespace Panoptes.Studies.Imports.OpenMmlab;

/// <summary>Puts together what configuration, names and logs of a run of OpenMMLab's tools say.</summary>
internal static class MmFacts
{
    /// <summary>Fills in the facts of a run.</summary>
    /// <param name="draft">The run.</param>
    /// <param name="known">What is known already and comes first; its <see cref="ImportedRun.Config"/> is read.</param>
    /// <param name="name">The name of its configuration.</param>
    /// <param name="logs">Its text logs, oldest first.</param>
    public static void Fill(RunDraft draft, ImportedRun known, string name, IReadOnlyList<MmLog> logs)
    {
        var config = new MmConfig(known.Config is null ? ConfigFacts.None : PythonFacts.Of(known.Config));
        var named = MmConfigName.Of(name);
        var last = logs.Count > 0 ? logs[^1] : null;
        var devices = logs.Select(log => log.Devices).LastOrDefault(count => count is > 0) ?? (int?)config.Devices;
        var perEpoch = logs.Select(log => log.EpochSteps).LastOrDefault(steps => steps is not null);
        var steps = config.Steps ?? (config.Epochs * perEpoch) ?? logs.Select(log => log.Steps).LastOrDefault(value => value is not null);
        draft.Facts = known with
        {
            Name = known.Name.Length > 0 ? known.Name : name,
            Model = First(known.Model, named.Model, config.Model),
            Data = First(known.Data, named.Data, config.Data),
            Seed = known.Seed ?? config.Seed ?? logs.Select(log => log.Seed).LastOrDefault(seed => seed is not null),
            Batch = Batch(draft, known, config, named, devices),
            Steps = known.Steps ?? steps,
            Optimizer = First(known.Optimizer, config.Optimizer),
            LearningRate = known.LearningRate ?? config.LearningRate,
            WarmUp = known.WarmUp ?? config.WarmUp,
            Devices = known.Devices ?? devices ?? named.Devices,
            DeviceName = First(known.DeviceName, logs.Select(log => log.DeviceName).LastOrDefault(text => text.Length > 0) ?? ""),
        };
        draft.Failure = last?.Failure;
        if (last?.Ending is { } ending)
        {
            draft.Note(ending);
        }

        if (config.Crop.Length > 0)
        {
            draft.Note($"crop {config.Crop}");
        }

        if (config.Seed is null && draft.Facts.Seed is not null && known.Seed is null)
        {
            draft.Note("the seed was drawn by the tool");
        }

        draft.Note("training time is the logged time of a step times the steps; the tool averages it over few steps");
    }

    private static int? Batch(RunDraft draft, ImportedRun known, MmConfig config, MmConfigName named, int? devices)
    {
        var counted = config.BatchOfDevice * config.Accumulation * (devices ?? named.Devices ?? 1) is > 0 and <= int.MaxValue and var whole
            ? (int)whole : (int?)null;
        if (counted is not null && devices is null && named.Devices is null)
        {
            draft.Note("devices could not be told: the batch is that of one");
        }

        if (known.Batch is { } told && counted is { } other && told != other)
        {
            draft.Note($"the folder's name says batch {told}, the configuration {other}: taken from the configuration");
        }

        return counted ?? known.Batch ?? named.Devices * named.BatchOfDevice;
    }

    private static string First(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0)
            {
                return text;
            }
        }

        return "";
    }
}
