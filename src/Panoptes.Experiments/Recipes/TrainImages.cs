using Panoptes.Data.Configuration;
using Panoptes.Data.Readers;
using Panoptes.Data.Splits;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Training.Streams;

namespace Panoptes.Experiments.Recipes;

/// <summary>How many images a configuration's labeled stream draws from.</summary>
internal static class TrainImages
{
    /// <summary>Images of Cityscapes' training split.</summary>
    private const long Cityscapes = 2975;

    /// <summary>The number, where the data are there or are Cityscapes; null elsewhere.</summary>
    public static long? Of(RunConfig config)
    {
        if (Directory.Exists(config.Data.Root))
        {
            try
            {
                var train = Datasets.Open(config.Data, config.Data.TrainSplit);
                return config.Data.Streams.TryGetValue(SampleStream.Labeled, out var labeled)
                    ? new StreamSamples(config.Data, train).Open(SampleStream.Labeled, labeled).Count : train.Count;
            }
            catch (InputException)
            {
                // What is wrong with the data is said when they are used.
            }
        }

        return config.Data is { Format: DataFormat.Cityscapes, TrainSplit: "train" } ? Cityscapes : null;
    }
}
