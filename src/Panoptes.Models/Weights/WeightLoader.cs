using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Weights;

/// <summary>Fills a module from a weight file, and says what fitted.</summary>
public static class WeightLoader
{
    private const string BackbonePrefix = "backbone.";
    private const int Examples = 3;

    /// <summary>
    /// Loads a weight file. Names may differ by a prefix ("module.", "model.", "backbone.") or by one of the known key maps;
    /// the translation that fits most is taken and reported. A file of backbone weights fills the backbone and is measured
    /// against it alone.
    /// </summary>
    /// <param name="module">What to fill: a segmenter or any other module.</param>
    /// <param name="file">The weights.</param>
    /// <param name="map">The key map to use; null tries them all.</param>
    /// <param name="minimumCoverage">Least filled share of the scope's tensors, 0 to 1.</param>
    /// <returns>What became of each tensor.</returns>
    /// <exception cref="InputException">Too little fits (nothing is changed then), or the file is damaged.</exception>
    public static LoadReport Load(Module module, WeightFile file, KeyMap? map = null, double minimumCoverage = 0.9)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(file);
        var target = module.StateDict().ToDictionary(t => t.Name, t => t.Tensor, StringComparer.Ordinal);
        var match = NameMatch.Best(file, target, map is null ? ModelCatalogue.KeyMaps : [map]);
        var fitting = match.Names.Where(n => NameMatch.Fits(n.Entry, n.Name, target)).DistinctBy(n => n.Name).ToArray();
        var report = Report(file, match, target, fitting);
        if (report.Coverage < minimumCoverage || fitting.Length == 0)
        {
            throw TooLittle(file, report, minimumCoverage);
        }

        foreach (var (entry, name) in fitting)
        {
            Copy(file, entry, target[name]);
        }

        return report;
    }

    private static LoadReport Report(WeightFile file, NameMatch match, Dictionary<string, Tensor> target, (WeightEntry Entry, string Name)[] fitting)
    {
        var isBackbone = target.Keys.Any(name => !name.StartsWith(BackbonePrefix, StringComparison.Ordinal))
            && fitting.Length > 0
            && fitting.All(f => f.Name.StartsWith(BackbonePrefix, StringComparison.Ordinal));
        var scope = target.Keys.Where(name => !NameMatch.IsCounter(name) && (!isBackbone || name.StartsWith(BackbonePrefix, StringComparison.Ordinal))).ToArray();
        var matched = fitting.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var given = match.Names.Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        return new LoadReport
        {
            File = file.Path,
            Scope = isBackbone ? "backbone" : "model",
            Mapping = match.Mapping,
            Matched = [.. matched],
            Missing = [.. scope.Where(name => !given.Contains(name))],
            Unexpected = [.. match.Names.Where(n => !target.ContainsKey(n.Name)).Select(n => n.Entry.Name)],
            ShapeMismatches =
            [
                .. match.Names
                    .Where(n => target.TryGetValue(n.Name, out var tensor) && !NameMatch.SameShape(n.Entry, tensor))
                    .Select(n => new ShapeMismatch(n.Name, n.Entry.ShapeText, target[n.Name].Rank == 0 ? "scalar" : string.Join('x', target[n.Name].Shape.ToArray()))),
            ],
            Coverage = scope.Length == 0 ? 0 : (double)scope.Count(matched.Contains) / scope.Length,
        };
    }

    private static InputException TooLittle(WeightFile file, LoadReport report, double minimumCoverage)
    {
        var misses = report.ShapeMismatches.Count > 0 && report.ShapeMismatches.Count >= report.Missing.Count
            ? string.Join(", ", report.ShapeMismatches.Take(Examples).Select(m => $"{m.Name} is {m.InFile} in the file and {m.InModel} in the model"))
            : $"the model's {string.Join(", ", report.Missing.Take(Examples))} are not there, but {string.Join(", ", report.Unexpected.Take(Examples))}";
        return new InputException(
            file.Path,
            $"weights for {100 * report.Coverage:0.0} % of the {report.Scope}, {report.Matched.Count} tensors ({misses})",
            $"at least {100 * minimumCoverage:0.#} %",
            "use weights of this model or its backbone, or lower model.minimum_coverage");
    }

    private static void Copy(WeightFile file, WeightEntry entry, Tensor tensor)
    {
        if (tensor.Device.IsCpu && tensor.IsContiguous && tensor.DType == entry.DType)
        {
            file.Read(entry, tensor.Bytes());
            return;
        }

        using var noGrad = Autograd.NoGrad();
        using var values = file.ReadTensor(entry);
        tensor.CopyInPlace(values);
    }
}
