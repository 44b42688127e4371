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
    /// <param name="take">What to take from the file.</param>
    /// <returns>What became of each tensor.</returns>
    /// <exception cref="InputException">
    /// Too little fits, or what fits means something else in this model (nothing is changed then), or the file is damaged.
    /// </exception>
    public static LoadReport Load(Module module, WeightFile file, KeyMap? map = null, double minimumCoverage = 0.9, WeightScope take = WeightScope.All)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(file);
        var target = module.StateDict().ToDictionary(t => t.Name, t => t.Tensor, StringComparer.Ordinal);
        var match = NameMatch.Best(file, target, map is null ? ModelCatalogue.KeyMaps : [map]);
        var hasHeads = target.Keys.Any(name => !name.StartsWith(BackbonePrefix, StringComparison.Ordinal));
        var given = take == WeightScope.All || !hasHeads ? match.Names : [.. match.Names.Where(n => n.Name.StartsWith(BackbonePrefix, StringComparison.Ordinal))];
        if (DeeperNetwork.Objection([.. given.Select(n => n.Name)], target) is { } tooDeep)
        {
            throw new InputException(file.Path, tooDeep.Found, tooDeep.Expected, tooDeep.Advice);
        }

        var remarks = AskGuards(module, file, given);
        var fitting = given.Where(n => NameMatch.Fits(n.Source, n.Name, target)).DistinctBy(n => n.Name).ToArray();
        var report = Report(file, match.Mapping, given, target, fitting, hasHeads) with { Remarks = remarks };
        if (report.Coverage < minimumCoverage || fitting.Length == 0)
        {
            throw TooLittle(file, report, minimumCoverage);
        }

        foreach (var (source, name) in fitting)
        {
            Copy(file, source, target[name]);
        }

        return report;
    }

    /// <summary>Lets the modules that know more than shapes speak: the first objection is thrown, remarks are returned.</summary>
    private static List<string> AskGuards(Module module, WeightFile file, IReadOnlyList<(WeightSource Source, string Name)> given)
    {
        List<string> remarks = [];
        foreach (var (name, part) in module.NamedModules())
        {
            if (part is not IWeightGuard guard)
            {
                continue;
            }

            var prefix = name.Length == 0 ? "" : name + ".";
            var own = given.Where(n => n.Name.StartsWith(prefix, StringComparison.Ordinal)).DistinctBy(n => n.Name).ToDictionary(n => n.Name[prefix.Length..], n => n.Source, StringComparer.Ordinal);
            if (guard.Objection(file, own) is { } objection)
            {
                throw new InputException(file.Path, objection.Found, objection.Expected, objection.Advice);
            }

            if (guard.Remark(file, own) is string remark)
            {
                remarks.Add(remark);
            }
        }

        return remarks;
    }

    private static LoadReport Report(
        WeightFile file,
        string mapping,
        IReadOnlyList<(WeightSource Source, string Name)> names,
        Dictionary<string, Tensor> target,
        (WeightSource Source, string Name)[] fitting,
        bool hasHeads)
    {
        var isBackbone = hasHeads && fitting.Length > 0 && fitting.All(f => f.Name.StartsWith(BackbonePrefix, StringComparison.Ordinal));
        var scope = target.Keys.Where(name => !NameMatch.IsConstant(name) && (!isBackbone || name.StartsWith(BackbonePrefix, StringComparison.Ordinal))).ToArray();
        var matched = fitting.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var given = names.Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        return new LoadReport
        {
            File = file.Path,
            Scope = isBackbone ? "backbone" : "model",
            Mapping = mapping,
            Matched = [.. matched],
            Missing = [.. scope.Where(name => !given.Contains(name))],
            Unexpected = [.. names.Where(n => !target.ContainsKey(n.Name)).SelectMany(n => n.Source.Entries.Select(entry => entry.Name))],
            ShapeMismatches =
            [
                .. names
                    .Where(n => target.TryGetValue(n.Name, out var tensor) && !NameMatch.SameShape(n.Source, tensor))
                    .Select(n => new ShapeMismatch(n.Name, n.Source.ShapeText, target[n.Name].Rank == 0 ? "scalar" : string.Join('x', target[n.Name].Shape.ToArray()))),
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

    private static void Copy(WeightFile file, WeightSource source, Tensor tensor)
    {
        if (source.Make is null && tensor.Device.IsCpu && tensor.IsContiguous && tensor.DType == source.DType)
        {
            file.Read(source.Entries[0], tensor.Bytes());
            return;
        }

        using var noGrad = Autograd.NoGrad();
        using var values = source.Read(file);
        tensor.CopyInPlace(values);
    }
}
