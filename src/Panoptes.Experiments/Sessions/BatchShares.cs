using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Sessions;

/// <summary>The images of a batch that each process of several takes.</summary>
internal static class BatchShares
{
    /// <summary>Refuses batches that some processes cannot share.</summary>
    /// <param name="config">The run.</param>
    /// <param name="processes">How many processes.</param>
    /// <exception cref="InputException">A batch is no multiple of them; names the setting.</exception>
    public static void Require(RunConfig config, int processes)
    {
        Require("train.batch_size", config.Train.BatchSize, processes);
        foreach (var (name, stream) in config.Data.Streams)
        {
            Require($"data.streams.{name}.batch_size", stream.BatchSize ?? processes, processes);
        }
    }

    private static void Require(string option, int batch, int processes) => Foundation.Require.That(
        batch % processes == 0, option, $"{batch} for {processes} processes", $"a multiple of {processes}: it counts the images of all",
        $"set {option} to {(batch / processes + 1) * processes}, or start another number of processes");
}
