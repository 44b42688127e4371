using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.LabelContracts;
using Panoptes.Data.PseudoLabels;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>
/// Images with pseudo-labels: a folder of STEM_semantic.png and STEM_instance.png, joined with the images by stem, whose labels.json says
/// what they show. Images without labels are left out, as are those without objects unless they are asked for.
/// </summary>
public static class PseudoLabelFolder
{
    /// <summary>Opens a split.</summary>
    /// <exception cref="InputException">Files are missing, or are not as the contract says.</exception>
    public static IDataset Open(DataConfig config, string split) => Open(config, split, DatasetProblems.Throwing);

    internal static IEnumerable<string> Splits(DataConfig config) =>
        PseudoLabelImages.Splits(config, config.PseudoLabels.Folder is null ? null : Labels(config));

    internal static IDataset Open(DataConfig config, string split, DatasetProblems problems)
    {
        var (notes, warnings) = (new List<string>(), new List<string>());
        var folder = Labels(config);
        if (config.Classes is not null)
        {
            throw new InputException(
                "data.classes", config.Classes, $"none: the classes are the clusters of {LabelContractFile.Name}", "remove the setting");
        }

        var pairs = PseudoLabelPairs.List(folder, problems.Report);
        var images = PseudoLabelImages.Find(config, split, folder, notes);
        var joined = PseudoLabelJoin.Join(
            pairs, images, () => PseudoLabelImages.Find(config, null, folder, []), folder, problems.Report);
        if (joined.Count == 0)
        {
            throw LayerJoin.NothingFound(
                folder, $"label maps of the {images.Count} images of {split}, such as {images.First().Key}{PseudoLabelPairs.Semantic}.png");
        }

        if (images.Count > joined.Count)
        {
            notes.Add($"{split}: {images.Count - joined.Count} of {images.Count} images have no pseudo-labels and are left out");
        }

        var contract = Contract(config, folder, pairs, joined, notes, warnings);
        try
        {
            contract.Verify(joined);
        }
        catch (InputException) when (problems.IsCollecting)
        {
            // The check finds it once more where it reads every file.
        }

        var dataset = Make(config, split, contract, joined, notes, warnings);
        return WithObjects(config, split, dataset, contract.Contract, problems, notes, warnings);
    }

    private static string Labels(DataConfig config)
    {
        var folder = config.PseudoLabels.Folder ?? throw new InputException(
            "data.pseudo_labels.folder", "nothing", "the folder with STEM_semantic.png and STEM_instance.png", "set it");
        foreach (var path in new[] { Path.Combine(config.Root, folder), folder })
        {
            if (Directory.Exists(path))
            {
                return Path.GetFullPath(path);
            }
        }

        throw new InputException(
            "data.pseudo_labels.folder", $"{folder}, which is no folder", "a folder of label maps, relative to data.root or to here",
            "correct the path");
    }

    /// <summary>The contract of a folder, declared or inferred; says what was inferred.</summary>
    internal static FolderContract Contract(
        DataConfig config, string folder, IReadOnlyList<PseudoLabelPair> pairs, IReadOnlyList<LabeledImage> joined, List<string> notes,
        List<string> warnings)
    {
        if (FolderContract.Declared(folder) is { } declared)
        {
            if (declared.Contract.Resampling == LabelResampling.NearestFloor)
            {
                warnings.Add($"{declared.Claimant}: the labels were resampled with floor, which moves them by up to half a pixel");
            }

            return declared;
        }

        var inferred = new InferredContracts(config.SegmentIndex).Open(
            pairs, () => FolderContract.Infer(folder, pairs, joined).Contract, warnings.Add);
        notes.AddRange(ContractInference.Notes(inferred));
        warnings.AddRange(ContractInference.Warnings(folder, inferred));
        return FolderContract.Inferred(folder, inferred);
    }

    /// <summary>The split of joined images, read by a contract and, where they are not those of the contract, by other classes.</summary>
    internal static DerivedDataset Make(
        DataConfig config, string split, FolderContract contract, IReadOnlyList<LabeledImage> joined, List<string> notes,
        List<string> warnings, ClassTable? table = null)
    {
        var settings = config.PseudoLabels;
        var classes = table ?? ContractClasses.Of(contract.Contract, contract.Claimant);
        var painter = new PseudoLabelPainter(contract.Contract, classes, new PseudoLabelRules
        {
            InstanceClass = settings.InstanceClass,
            IgnoreUnknownThings = settings.IgnoreUnknownThings,
        });
        // The name goes into the hash of what is kept of the data set, and the rule decides on its segments.
        var name = settings.InstanceClass == InstanceClassRule.Mode ? split : $"{split} (objects by largest id)";
        return new DerivedDataset(
            $"pseudo_labels {name}",
            classes,
            joined.Select(image => new SampleFiles(image.Pair.Stem, image.Image, image.Pair.Semantic, image.Pair.Instance)),
            SampleParts.Image | SampleParts.Labels | SampleParts.Segments)
        {
            Notes = notes,
            Warnings = warnings,
            SharedFiles = contract.IsDeclared ? [contract.Claimant] : [],
            Read = (i, _, image) =>
            {
                var native = image is null ? joined[i].Native : new LabelSize(image.Width, image.Height);
                var pair = joined[i].Pair;
                var layers = painter.Paint(PseudoLabelMaps.Read(pair, contract.Contract, native, contract.Claimant), pair.Semantic);
                return new DerivedLayers(layers.TrainIds, layers.Segments, null);
            },
        };
    }

    private static IDataset WithObjects(
        DataConfig config, string split, DerivedDataset dataset, LabelContract contract, DatasetProblems problems, List<string> notes,
        List<string> warnings)
    {
        // A check reads every file, and says of each what is wrong with it.
        if (config.PseudoLabels.KeepEmpty || problems.IsCollecting || contract.Split.Things.Count == 0)
        {
            return dataset;
        }

        var index = new SegmentIndexStore(config.SegmentIndex).Open(dataset, new SegmentIndexOptions { Warn = warnings.Add });
        int[] kept = [.. Enumerable.Range(0, dataset.Count).Where(i => index.Of(i).Any(segment => segment.IsThing))];
        if (kept.Length == dataset.Count)
        {
            return dataset;
        }

        if (kept.Length == 0)
        {
            throw new InputException(
                $"{dataset.Name}", $"no object of a thing in {dataset.Count} images", "at least one",
                $"declare other things in {LabelContractFile.Name}, or set data.pseudo_labels.keep_empty=true");
        }

        return new SomeOfDataset(dataset, kept)
        {
            Notes = [.. notes, $"{split}: {dataset.Count - kept.Length} of {dataset.Count} images have no object and are left out"],
        };
    }
}
