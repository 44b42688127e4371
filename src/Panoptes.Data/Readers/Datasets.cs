using Panoptes.Foundation;

namespace Panoptes.Data;

/// <summary>Opens data sets of any known layout.</summary>
public static class Datasets
{
    /// <summary>Opens one split.</summary>
    /// <param name="config">Where and what the data set is.</param>
    /// <param name="split">The split's name, as <see cref="DataConfig.TrainSplit"/>.</param>
    /// <exception cref="InputException">The folder is not of the format, or its files do not match.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    /// <summary>The layout of a folder: the configured one, or what its files show.</summary>
    /// <exception cref="InputException">The folder is missing, or of no known layout.</exception>
    public static DataFormat FormatOf(DataConfig config)
    {
        if (!Directory.Exists(config.Root))
        {
            throw new InputException("data.root", config.Root.Length == 0 ? "nothing" : $"{config.Root}, which is no folder", "the data set's folder", "set data.root");
        }

        if (config.Format != DataFormat.Auto)
        {
            return config.Format;
        }

        return CamVidFolder.Matches(config)
            ? DataFormat.Camvid
            : throw new InputException(config.Root, "no layout that is known", "a CamVid-style, Cityscapes, COCO or Mapillary Vistas folder", "correct data.root, or set data.format");
    }

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems) => FormatOf(config) switch
    {
        _ => CamVidFolder.Open(config, split, problems),
    };
}
