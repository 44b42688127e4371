using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

/// <summary>A training that takes a second or two.</summary>
internal static class SmallRun
{
    /// <summary>Name of the run's folder below the test's.</summary>
    public const string Name = "runs/small";

    /// <summary>Trains a very small network, with further settings.</summary>
    public static Outcome Train(TemporaryFolder folder, SmallDataset data, params string[] settings)
    {
        WriteConfig(folder);
        return Panoptes.RunIn(folder.Path, ["train", "small.yaml", $"data.root={data.Root}", .. settings]);
    }

    /// <summary>Writes the configuration, small.yaml.</summary>
    public static void WriteConfig(TemporaryFolder folder) =>
        AtomicFile.WriteText(folder["small.yaml"], """
            augmentation: {crop: [32, 48], resize_min: 0.8, resize_max: 1.2}
            loader: {workers: 0}
            model: {name: deeplabv3plus_mobilenetv2, width_multiplier: 0.25, head_channels: 16, low_level_channels: 8}
            train:
              steps: 2
              batch_size: 2
              threads: 1
              log_every: 1
              schedule: {warm_up: none}
              checkpoint: {every: 1}
              evaluation: {every: 2}
            report: {tensor_board: false, images: 1, batch_samples: 1, image_width: 96}
            run: {name: small}
            """);
}
