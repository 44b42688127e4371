using Panoptes.Data.Configuration;
using Panoptes.Training.Evaluation;

namespace Panoptes.Experiments.Advice.Rules;

/// <summary>Sizes: crops, windows, feature maps, objects.</summary>
internal static class GeometryRules
{
    private const double FarFromRecipe = 2;
    private const int FewCells = 16;
    private const long CityscapesArea = 1024 * 2048;

    /// <summary>The rules.</summary>
    public static IReadOnlyList<AdviceRule> All { get; } =
    [
        new("A8", "crop, feature map and test mode", AdviceStage.Before, OddSizes),
        new("A11", "objects of one size", AdviceStage.Before, OneScale),
    ];

    private static IEnumerable<Finding> OddSizes(AdviceSubject subject)
    {
        var crop = subject.Config.Augmentation.Crop;
        if (crop.Count == 0)
        {
            yield break; // Whole images are trained on as they are measured.
        }

        foreach (var finding in AgainstRecipe(subject, crop).Concat(FeatureMap(subject, crop)))
        {
            yield return finding;
        }

        var evaluation = subject.Config.Train.Evaluation;
        if (evaluation.Mode != EvaluationMode.Whole && !evaluation.Window.SequenceEqual(crop))
        {
            yield return new(
                $"windows of {Text(evaluation.Window)} measure a model trained on crops of {Text(crop)}",
                $"set 'train.evaluation.window=[{crop[0]}, {crop[1]}]'");
        }
    }

    private static IEnumerable<Finding> AgainstRecipe(AdviceSubject subject, IReadOnlyList<int> crop)
    {
        if (subject.Recipe is not { Config.Augmentation.Crop.Count: > 0 } recipe)
        {
            yield break;
        }

        var wanted = recipe.Config.Augmentation.Crop;
        var ratio = (double)Area(crop) / Area(wanted);
        if (ratio is <= 1 / FarFromRecipe or >= FarFromRecipe)
        {
            yield return new(
                $"a crop of {Text(crop)} has {ratio:0.##} times the pixels of the recipe's {Text(wanted)}",
                $"set 'augmentation.crop=[{wanted[0]}, {wanted[1]}]', or test by windows of the crop's size");
        }

        var (mode, usual) = (subject.Config.Train.Evaluation.Mode, recipe.Config.Train.Evaluation.Mode);
        var isSmall = ratio < 1 && subject.Config.Data.Format == DataFormat.Cityscapes && Area(crop) * 4 < CityscapesArea;
        if (mode == EvaluationMode.Whole && (usual != EvaluationMode.Whole || isSmall))
        {
            yield return new(
                $"whole images measure a model trained on crops of {Text(crop)}, with more context than it has ever seen",
                $"set train.evaluation.mode=slide 'train.evaluation.window=[{crop[0]}, {crop[1]}]' "
                    + $"'train.evaluation.stride=[{crop[0] * 3 / 4}, {crop[1] * 3 / 4}]'");
        }
    }

    private static IEnumerable<Finding> FeatureMap(AdviceSubject subject, IReadOnlyList<int> crop)
    {
        var traits = subject.Traits;
        var (height, width) = ((crop[0] + traits.Stride - 1) / traits.Stride, (crop[1] + traits.Stride - 1) / traits.Stride);
        var span = traits.Dilations.Count == 0 ? 0 : (2 * traits.Dilations.Max()) + 1;
        if (span > Math.Min(height, width))
        {
            yield return new(
                $"a kernel of dilation {traits.Dilations.Max()} spans {span} cells of a {height}x{width} feature map: its outer taps see "
                    + "mostly padding",
                "use a larger augmentation.crop, or smaller model.dilations");
        }

        var side = traits.PooledSides.DefaultIfEmpty(0).Max();
        if (side > 1 && (double)height * width / (side * side) < FewCells)
        {
            yield return new(
                $"the {side}x{side} pooling of a {height}x{width} feature map has {(double)height * width / (side * side):0.#} cells a bin",
                $"use an augmentation.crop of at least {side * 4 * traits.Stride} pixels a side");
        }
    }

    private static IEnumerable<Finding> OneScale(AdviceSubject subject)
    {
        var augmentation = subject.Config.Augmentation;
        var isFixed = augmentation.Resize is ResizeKind.Factor or ResizeKind.Jitter
            && augmentation.ResizeMax / augmentation.ResizeMin < 1.05;
        if (isFixed)
        {
            var reason = augmentation.BaseSize is { } size && size.SequenceEqual(augmentation.Crop)
                ? "images are resized to the crop"
                : "no random resize comes before the crop";
            yield return new(
                $"{reason}: objects are shown at {augmentation.ResizeMin:G3} to {augmentation.ResizeMax:G3} times their size only",
                "set augmentation.resize_min=0.5 augmentation.resize_max=2.0, as every published recipe has it");
        }
    }

    private static long Area(IReadOnlyList<int> size) => (long)size[0] * size[1];

    private static string Text(IReadOnlyList<int> size) => $"{size[0]}x{size[1]}";
}
