using Panoptes.Experiments.Settings;
using Panoptes.Foundation;

namespace Panoptes.Studies.Attempts;

/// <summary>What is looked at inside a job before it trains: what a node may lack that the planning machine had.</summary>
internal static class CellPreflight
{
    private const long LeastFree = 512L << 20;

    /// <summary>Checks disk, data, weights and device files.</summary>
    /// <param name="config">The cell's configuration.</param>
    /// <param name="folder">Where it writes.</param>
    /// <exception cref="InputException">Something is missing; says what.</exception>
    public static void Check(RunConfig config, string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        Require.That(
            free >= LeastFree, folder, $"{free >> 20} MiB free", $"{LeastFree >> 20} MiB, for checkpoints", "make room on this disk");
        Require.That(
            Directory.Exists(config.Data.Root), "data.root", $"{config.Data.Root}, which {Environment.MachineName} does not have",
            "the folder of the images", "stage the data before the job, or mount them there");
        if (config.Model.Weights is { } weights)
        {
            Require.That(
                File.Exists(weights), "model.weights", $"{weights}, which {Environment.MachineName} does not have",
                "the file of the weights",
                "stage it before the job: compute nodes are often offline");
        }

        if (config.Train.Device.StartsWith("cuda", StringComparison.Ordinal))
        {
            Require.That(
                Directory.GetFiles("/dev", "nvidia[0-9]*").Length > 0 || File.Exists("/dev/nvidiactl") || File.Exists("/dev/dxg"),
                "train.device", $"{config.Train.Device} on {Environment.MachineName}, which shows no such device",
                "a node with a GPU", "ask the scheduler for one (launcher.slurm.gpus), or set train.device");
        }
    }
}
