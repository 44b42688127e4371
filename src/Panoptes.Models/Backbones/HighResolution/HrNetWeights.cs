using Panoptes.Models.Weights;

namespace Panoptes.Models.Backbones.HighResolution;

/// <summary>
/// Tells from a file of a whole HRNet model how it enlarges coarse maps. Its tensors fit both forms (<see cref="HrNetVariant"/>), so the
/// names of its heads decide, or what Panoptes wrote beside its own.
/// </summary>
internal static class HrNetWeights
{
    private const string FormFact = "hrnet_variant";
    private const string CornersFact = "hrnet_align_corners";
    private const string HeadPrefix = "decode_head.";
    private const string BackboneAlone = "or load the backbone alone with model.weights_scope=backbone";

    /// <summary>What a file of a network's weights says beside its tensors.</summary>
    public static IReadOnlyDictionary<string, string> Facts(HrNetConfig config) => config.Form == HrNetVariant.Official
        ? new Dictionary<string, string> { [FormFact] = Text(config.Form), [CornersFact] = Text(config.AlignCorners) }
        : new Dictionary<string, string> { [FormFact] = Text(config.Form) };

    /// <summary>Objects to heads of the other form, and in the authors' form to other corners, where the file says so.</summary>
    public static WeightMismatch? Mismatch(HrNetConfig config, WeightFile file, IReadOnlyDictionary<string, WeightSource> given)
    {
        var form = FormOf(file, given);
        if (form != config.Form)
        {
            return form == HrNetVariant.Official
                ? new WeightMismatch(
                    "a whole model of HRNet's authors, which enlarges coarse maps straight to the finer one's size",
                    "mmsegmentation's (model.hrnet_variant=mmseg), which enlarges them by powers of two; the tensors are alike but the "
                        + "results are not",
                    $"set model.hrnet_variant=official{(IsRefined(given) ? "" : " and model.align_corners as the file was trained")}, "
                        + $"{BackboneAlone}")
                : new WeightMismatch(
                    "a whole HRNet model in mmsegmentation's form, which enlarges coarse maps by powers of two",
                    "the authors' (model.hrnet_variant=official), which enlarge them straight to the finer one's size; the tensors are "
                        + "alike but the results are not",
                    $"leave model.hrnet_variant out, {BackboneAlone}");
        }

        return form == HrNetVariant.Official && file.Metadata.TryGetValue(CornersFact, out var corners)
            && corners != Text(config.AlignCorners)
            ? new WeightMismatch(
                $"weights trained with model.align_corners={corners}", $"{Text(config.AlignCorners)}, as this model has",
                $"set model.align_corners={corners}, {BackboneAlone}")
            : null;
    }

    /// <summary>
    /// What no tensor tells: whether the authors trained with aligned corners. Their code does where a configuration is silent
    /// (branch HRNet-OCR, lib/config/default.py). Silent are all with OCR, and those without for ADE20K and COCO-Stuff; those
    /// without for Cityscapes, LIP and PASCAL-Context say no, and branches before knew no aligned corners.
    /// </summary>
    public static string? Warning(HrNetConfig config, WeightFile file, IReadOnlyDictionary<string, WeightSource> given) =>
        FormOf(file, given) == HrNetVariant.Official && !file.Metadata.ContainsKey(CornersFact)
            ? "the file does not say whether it was trained with aligned corners; "
                + $"this model has model.align_corners={Text(config.AlignCorners)}. The authors trained " + (IsRefined(given)
                    ? "all models with OCR with true"
                    : "HRNet alone with false on Cityscapes, LIP and PASCAL-Context, with true on ADE20K and COCO-Stuff")
            : null;

    private static HrNetVariant FormOf(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) =>
        file.Metadata.TryGetValue(FormFact, out var fact)
        ? fact == Text(HrNetVariant.Official) ? HrNetVariant.Official : HrNetVariant.Mmseg
        : given.Any(pair => pair.Key.StartsWith(HeadPrefix, StringComparison.Ordinal)
            && !pair.Value.Entries[0].Name.Contains(HeadPrefix, StringComparison.Ordinal))
            ? HrNetVariant.Official
            : HrNetVariant.Mmseg;

    private static bool IsRefined(IReadOnlyDictionary<string, WeightSource> given) =>
        given.Keys.Any(name => name.StartsWith($"{HeadPrefix}1.", StringComparison.Ordinal));

    private static string Text(HrNetVariant form) => form == HrNetVariant.Official ? "official" : "mmseg";

    private static string Text(bool value) => value ? "true" : "false";
}
