using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Data.LabelContracts;
using Panoptes.Data.PseudoLabels;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Readers;

/// <summary>
/// A folder of pseudo-labels beside a data set whose truth is known: the labels of those of its images that have some, joined by stem.
/// Labels of other images are left aside, however many there are.
/// </summary>
public static class PseudoLabelsOfTruth
{
    /// <summary>Whether a folder holds pseudo-labels, by the names of its files.</summary>
    /// <param name="folder">The folder.</param>
    public static bool Matches(string folder) => Directory.Exists(folder) && (File.Exists(Path.Combine(folder, LabelContractFile.Name))
        || Directory.EnumerateFiles(folder, $"*{PseudoLabelPairs.Semantic}.png", SearchOption.AllDirectories).Any());

    /// <summary>Opens the labels.</summary>
    /// <param name="truth">The data set.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="config">How labels are read (<see cref="DataConfig.PseudoLabels"/>), and where inferred contracts are kept.</param>
    /// <param name="areClusters">Whether ids are clusters without names; else they are the train ids of the data set's classes.</param>
    /// <returns>Samples by the stem of their image, without any that has no object.</returns>
    /// <exception cref="InputException">No image has labels, files are not as the contract says, or ids are no classes.</exception>
    public static IDataset Open(IDataset truth, string folder, DataConfig config, bool areClusters)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(config);
        var images = Enumerable.Range(0, truth.Count).Select(i => truth.Files(i).Image)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);
        var pairs = PseudoLabelPairs.List(folder);
        LabeledImage[] joined =
            [.. pairs.Where(pair => images.Contains(pair.Stem)).Select(pair => new LabeledImage(One(images[pair.Stem], pair), pair))];
        if (joined.Length == 0)
        {
            throw new InputException(
                folder, $"labels of none of the {truth.Count} images of {truth.Name}",
                $"labels of some, such as {Path.GetFileNameWithoutExtension(truth.Files(0).Image)}{PseudoLabelPairs.Semantic}.png",
                "check the folders, or the split's name");
        }

        var (notes, warnings) = (new List<string>(), new List<string>());
        var contract = PseudoLabelFolder.Contract(config, folder, pairs, joined, notes, warnings);
        contract.Verify(joined);
        return PseudoLabelFolder.Make(
            config, Path.GetFileName(Path.GetFullPath(folder)), contract, joined, notes, warnings,
            areClusters ? null : Named(contract, truth.Classes));
    }

    private static string One(IEnumerable<string> files, PseudoLabelPair pair)
    {
        string[] all = [.. files];
        return all is [var only] ? only : throw new InputException(
            all[1], $"a second image with the stem \"{pair.Stem}\", beside {all[0]}", $"one image for {pair.Semantic}",
            "rename one of them, or choose a smaller split");
    }

    // Ids above those of the clusters stand in no file; they only make the table whole.
    private static ClassTable Named(FolderContract contract, ClassTable classes)
    {
        var (clusters, voidId) = (contract.Contract.Clusters, contract.Contract.VoidId);
        if (clusters > classes.Count)
        {
            throw new InputException(
                contract.Claimant, $"{clusters} clusters", $"at most the {classes.Count} classes of {classes.Name}, under their train ids",
                "where they are clusters without names, let each be named by the class it shares most pixels with (--match)");
        }

        return new ClassTable(
            classes.Name,
            [
                .. Enumerable.Range(0, classes.Count).Select(id => new ClassEntry(
                    id < clusters ? id : ClassTableSpare + id, id, classes[id].Name, classes[id].Color, classes[id].IsThing)),
                new ClassEntry(voidId, classes.VoidTrainId, "void", default, false),
            ],
            classes.VoidTrainId);
    }

    // Behind all 16-bit ids.
    private const int ClassTableSpare = 1 << 16;
}
