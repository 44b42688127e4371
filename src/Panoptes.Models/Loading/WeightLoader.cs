using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Segmenters;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Loading;

/// <summary>Fills a module from a weight file, and says what fitted.</summary>
public static class WeightLoader
{
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
    /// Too little fits, something that matters is missing, what fits means something else in this model, or values are no weights (nothing
    /// is changed then), or the file is damaged.
    /// </exception>
    public static LoadReport Load(
        Module module, WeightFile file, KeyMap? map = null, double minimumCoverage = 0.9, WeightScope take = WeightScope.All) =>
            Load(module, file, map is null ? [.. ModelCatalog.BuiltIn.KeyMaps] : [map], minimumCoverage, take, () => null);

    /// <summary>
    /// Loads a weight file into a model as its configuration has it; where another model would fit, the error says which.
    /// </summary>
    /// <param name="model">What to fill.</param>
    /// <param name="file">The weights.</param>
    /// <param name="config">The model's configuration: what to take, and the least share that must fit.</param>
    /// <returns>What became of each tensor.</returns>
    /// <exception cref="InputException">As of the other overload.</exception>
    public static LoadReport Load(Segmenter model, WeightFile file, ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Load(model, file, config.KeyMaps, config.MinimumCoverage, config.WeightsScope, () => FittingModel.Find(file, config));
    }

    private static LoadReport Load(
        Module module, WeightFile file, IReadOnlyList<KeyMap> maps, double minimumCoverage, WeightScope take, Func<string?> fittingModel)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(file);
        var target = module.StateDict().ToDictionary(t => t.Name, t => t.Tensor, StringComparer.Ordinal);
        var match = NameMatch.Best(file, target, maps);
        var backbone = BackbonePart.Prefix(module);
        var hasHeads = target.Keys.Any(name => !name.StartsWith(backbone, StringComparison.Ordinal));
        var given = take == WeightScope.All || !hasHeads ? match.Names : [.. match.Names.Where(
            n => n.Name.StartsWith(backbone, StringComparison.Ordinal))];
        if (DeeperNetwork.Mismatch([.. given.Select(n => n.Name)], target) is { } tooDeep)
        {
            throw new InputException(file.Path, tooDeep.Found, tooDeep.Expected, Remedy(fittingModel(), tooDeep.Advice));
        }

        var remarks = AskGuards(module, file, given);
        RefuseTwoForOne(file, given, target);
        var fitting = given.Where(n => NameMatch.Fits(n.Source, n.Name, target)).DistinctBy(n => n.Name).ToArray();
        var report = Report(
            file, match.Mapping, given, target, fitting,
            hasHeads ? backbone : null) with
        { Remarks = [.. file.Notes, .. Rivals(match, target), .. remarks, .. Colors(file, match)] };
        if (report.Coverage < minimumCoverage || fitting.Length == 0)
        {
            throw TooLittle(file, report, minimumCoverage, fittingModel());
        }

        if (EssentialTensors.Gap(module, target, report.Matched.ToHashSet(StringComparer.Ordinal), report.Scope == "model") is string gap)
        {
            throw WithoutEssential(file, report, gap, fittingModel());
        }

        Fill(file, fitting, target);
        return report;
    }

    // All is read and checked before the first value of the model is changed.
    private static void Fill(WeightFile file, (WeightSource Source, string Name)[] fitting, Dictionary<string, Tensor> target)
    {
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var values = Array.ConvertAll(fitting, item => WeightValues.Read(file, item.Source, item.Name, target[item.Name]));
        foreach (var ((_, name), value) in fitting.Zip(values))
        {
            target[name].CopyInPlace(value);
        }
    }

    private static IEnumerable<string> Rivals(NameMatch match, Dictionary<string, Tensor> target) =>
        match.Rivals(target).Select(rival => rival.Length == 0
            ? $"the names without '{match.Strip}' before them fit as well, another network of the same shape"
            : $"the names behind '{rival}' fit as well, another network of the same shape: choose it with --part {rival[..^1]} or "
                + $"model.weights_part={rival[..^1]}");

    private static string[] Colors(WeightFile file, NameMatch match) =>
        Detectron2Colors.Caution(file, match.Map) is string caution ? [caution] : [];

    /// <summary>Lets the modules that know more than shapes speak: the first objection is thrown, remarks are returned.</summary>
    private static void RefuseTwoForOne(
        WeightFile file, IEnumerable<(WeightSource Source, string Name)> given, Dictionary<string, Tensor> target)
    {
        var twice = given.Where(n => NameMatch.Fits(n.Source, n.Name, target)).GroupBy(n => n.Name)
            .FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
        {
            throw new InputException(
                file.Path,
                $"several tensors for {twice.Key}: {string.Join(" and ", twice.Select(n => n.Source.Entries[0].Name))}",
                "one tensor for each name of the model",
                "save the one that is meant alone, or choose a part of the file with --part or model.weights_part");
        }
    }

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
            var own = given.Where(n => n.Name.StartsWith(prefix, StringComparison.Ordinal)).DistinctBy(n => n.Name)
                .ToDictionary(n => n.Name[prefix.Length..], n => n.Source, StringComparer.Ordinal);
            if (guard.Mismatch(file, own) is { } objection)
            {
                throw new InputException(file.Path, objection.Found, objection.Expected, objection.Advice);
            }

            if (guard.Warning(file, own) is string remark)
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
        string? backbone)
    {
        var isBackbone =
            backbone is not null && fitting.Length > 0 && fitting.All(f => f.Name.StartsWith(backbone, StringComparison.Ordinal));
        var scope = target.Keys.Where(
            name => !NameMatch.IsConstant(name) && (!isBackbone || name.StartsWith(backbone!, StringComparison.Ordinal))).ToArray();
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
                    .Select(n => new ShapeMismatch(
                        n.Name, n.Source.ShapeText,
                        target[n.Name].Rank == 0 ? "scalar" : string.Join('x', target[n.Name].Shape.ToArray()))),
            ],
            Coverage = scope.Length == 0 ? 0 : (double)scope.Count(matched.Contains) / scope.Length,
        };
    }

    private static InputException TooLittle(WeightFile file, LoadReport report, double minimumCoverage, string? fittingModel)
    {
        var misses = report.ShapeMismatches.Count > 0 && report.ShapeMismatches.Count >= report.Missing.Count
            ? string.Join(
                ", ", report.ShapeMismatches.Take(Examples).Select(m => $"{m.Name} is {m.InFile} in the file and {m.InModel} in the model"))
            : $"the model's {string.Join(", ", report.Missing.Take(Examples))} are not there, but "
                + $"{string.Join(", ", report.Unexpected.Take(Examples))}";
        return new InputException(
            file.Path,
            $"weights for {100 * report.Coverage:0.0} % of the {report.Scope}, {report.Matched.Count} tensors ({misses})",
            $"at least {100 * minimumCoverage:0.#} %",
            Remedy(fittingModel, "use weights of this model or its backbone, or lower model.minimum_coverage"));
    }

    private static InputException WithoutEssential(WeightFile file, LoadReport report, string gap, string? fittingModel)
    {
        var instead = report.ShapeMismatches.Count > 0
            ? $"; {report.ShapeMismatches[0].Name} is {report.ShapeMismatches[0].InFile} in the file and "
                + $"{report.ShapeMismatches[0].InModel} in the model"
            : report.Unexpected.Count > 0 ? $"; it has {string.Join(", ", report.Unexpected.Take(Examples))} instead"
            : "";
        return new InputException(
            file.Path,
            $"weights that lack {gap}{instead}",
            "all that the network cannot do without",
            Remedy(fittingModel, "use weights of this model or its backbone"));
    }

    private static string Remedy(string? fittingModel, string otherwise) =>
        fittingModel is null ? otherwise : $"choose the model {fittingModel}, which these weights fit";
}
