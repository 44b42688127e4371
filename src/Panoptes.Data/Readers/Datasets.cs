using Panoptes.Data.Configuration;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>Opens data sets of any known layout.</summary>
public static class Datasets
{
    /// <summary>Opens one split.</summary>
    /// <param name="config">Where and what the data set is.</param>
    /// <param name="split">The split's name, as <see cref="DataConfig.TrainSplit"/>.</param>
    /// <exception cref="InputException">The folder is not of the format, or its files do not match.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    /// <summary>Opens one split to look at it: what is wrong with its files is said, and the samples that fit are there.</summary>
    /// <param name="config">Where and what the data set is.</param>
    /// <param name="split">The split's name.</param>
    /// <returns>The split, and what is wrong.</returns>
    /// <exception cref="InputException">The folder is not of the format, or has no sample at all.</exception>
    public static (IDataset Dataset, IReadOnlyList<InputException> Problems) OpenToLook(DataConfig config, string split)
    {
        var problems = DatasetProblems.Collecting();
        return (Open(config, split, problems), problems.All);
    }

    /// <summary>The layout of a folder: the configured one, or what its files show.</summary>
    /// <exception cref="InputException">The folder is missing, or of no known layout.</exception>
    public static DataFormat FormatOf(DataConfig config)
    {
        if (!Directory.Exists(config.Root))
        {
            throw new InputException(
                "data.root", config.Root.Length == 0 ? "nothing" : $"{config.Root}, which is no folder", "the data set's folder",
                "set data.root");
        }

        if (config.Format != DataFormat.Auto)
        {
            return config.Format;
        }

        return config.PseudoLabels.Folder is not null ? DataFormat.PseudoLabels
            : CityscapesFolder.Matches(config) ? DataFormat.Cityscapes
            : MapillaryVistas.Matches(config) ? DataFormat.Vistas
            : CamVidFolder.Matches(config) && CamVidFolder.HasLabels(config) ? DataFormat.Camvid
            : config.Annotations?.Contains("panoptic") == true || CocoImages.Splits(config, "panoptic").Any() ? DataFormat.CocoPanoptic
            : config.Annotations is not null || CocoImages.Splits(config, "instances").Any() ? DataFormat.CocoInstances
            : CamVidFolder.Matches(config) ? DataFormat.Camvid
            : throw new InputException(
                config.Root,
                "no layout that is known",
                "images/ and labels/, leftImg8bit/ and gtFine/, annotations/panoptic_*.json or instances_*.json, or a Mapillary "
                    + "config JSON",
                "correct data.root, or set data.format");
    }

    /// <summary>The names of the splits a folder has, sorted.</summary>
    /// <exception cref="InputException">The folder is missing, or of no known layout.</exception>
    public static IReadOnlyList<string> Splits(DataConfig config)
    {
        var splits = FormatOf(config) switch
        {
            DataFormat.Cityscapes => CityscapesFolder.Splits(config),
            DataFormat.CocoPanoptic or DataFormat.Muses => CocoImages.Splits(config, "panoptic"),
            DataFormat.CocoInstances => CocoImages.Splits(config, "instances"),
            DataFormat.Vistas => MapillaryVistas.Splits(config),
            DataFormat.PseudoLabels => PseudoLabelFolder.Splits(config),
            DataFormat.Bdd => BddFolder.Splits(config),
            DataFormat.Waymo => WaymoExport.Splits(config),
            DataFormat.Images => ImageFolder.Splits(config),
            _ => CamVidFolder.Splits(config),
        };
        return [.. splits.Distinct().Order(StringComparer.Ordinal)];
    }

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems)
    {
        var format = FormatOf(config);
        RefuseUnused(config.ReduceZeroLabel, "data.reduce_zero_label", format, DataFormat.Camvid);
        RefuseUnused(config.Depth is not null, "data.depth", format, DataFormat.Camvid);
        RefuseUnused(
            config.ObjectNumbers != ObjectNumbers.Cityscapes, "data.object_numbers", format, DataFormat.InstanceMaps);
        RefuseUnused(config.PseudoLabels != new PseudoLabelConfig(), "data.pseudo_labels", format, DataFormat.PseudoLabels);
        var dataset = format switch
        {
            DataFormat.Cityscapes => CityscapesFolder.Open(config, split, problems),
            DataFormat.CocoPanoptic => CocoPanoptic.Open(config, split, problems),
            DataFormat.CocoInstances => CocoInstances.Open(config, split, problems),
            DataFormat.Vistas => MapillaryVistas.Open(config, split, problems),
            DataFormat.PseudoLabels => PseudoLabelFolder.Open(config, split, problems),
            DataFormat.InstanceMaps => InstanceMapFolder.Open(config, split, problems),
            DataFormat.Bdd => BddFolder.Open(config, split, problems),
            DataFormat.Waymo => WaymoExport.Open(config, split, problems),
            DataFormat.Muses => CocoPanoptic.OpenMuses(config, split, problems),
            DataFormat.Images => ImageFolder.Open(config, split, problems),
            _ => CamVidFolder.Open(config, split, problems),
        };
        return dataset.Count > 0
            ? dataset
            : throw new InputException(
                $"{config.Root} ({format}) split {split}", "no sample", "at least one image", "correct data.root, or the split's name");
    }

    private static void RefuseUnused(bool isSet, string key, DataFormat format, DataFormat meant)
    {
        if (isSet && format != meant)
        {
            var (which, name) = meant switch
            {
                DataFormat.Camvid => ("CamVid-style folders", "camvid"),
                DataFormat.InstanceMaps => ("folders of instance maps", "instance_maps"),
                _ => ("pseudo-labels", "pseudo_labels"),
            };
            throw new InputException(
                key, $"a value, for the format {format}", $"none: only {which} have it",
                $"remove the setting, or set data.format: {name}");
        }
    }
}
