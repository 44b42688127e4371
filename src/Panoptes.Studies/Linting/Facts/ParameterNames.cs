using System.Text.RegularExpressions;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>The words that reports have for parameters.</summary>
internal static partial class ParameterNames
{
    private static readonly (ParameterKind Kind, Regex Pattern)[] Known =
    [
        (ParameterKind.Interval, Interval()), (ParameterKind.WarmUp, WarmUp()), (ParameterKind.DeviceBatch, DeviceBatch()),
        (ParameterKind.Batch, Batch()), (ParameterKind.Accumulation, Accumulation()), (ParameterKind.Devices, Devices()),
        (ParameterKind.Samples, Samples()), (ParameterKind.GradientSteps, GradientSteps()), (ParameterKind.Iterations, Iterations()),
        (ParameterKind.Epochs, Epochs()), (ParameterKind.Schedule, Schedule()), (ParameterKind.LearningRate, LearningRate()),
        (ParameterKind.Optimizer, Optimizer()), (ParameterKind.Crop, Crop()),
    ];

    /// <summary>What a label names; <see cref="ParameterKind.Other"/> where it is nothing known.</summary>
    public static ParameterKind KindOf(string label)
    {
        var name = Brackets().Replace(label.ToLowerInvariant().Replace('_', ' '), " ").Trim().TrimEnd(':');
        return name.Length > 40 ? ParameterKind.Other : Known.FirstOrDefault(entry => entry.Pattern.IsMatch(name)).Kind;
    }

    /// <summary>Whether a header is one over names of parameters.</summary>
    public static bool IsHeader(string text) => HeaderWord().IsMatch(text);

    [GeneratedRegex(@"\([^()]*\)|\[[^\[\]]*\]")]
    private static partial Regex Brackets();

    [GeneratedRegex(
        @"^\s*(?:(?:hyper-?)?param(?:eter)?s?|settings?|options?|hyper-?parameters?|item|knob|property|key|)\s*(?:name)?\s*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex HeaderWord();

    [GeneratedRegex(@"interval|(?:eval(?:uate|uation)?s?|val(?:idation)?|check-?points?|log(?:ged)?) (?:every|freq|period)")]
    private static partial Regex Interval();

    [GeneratedRegex(@"^(?:lr )?warm[- ]?up(?: (?:iterations?|iters?|steps|length|updates))?$")]
    private static partial Regex WarmUp();

    [GeneratedRegex(@"(?:batch|images|imgs|samples).*(?:per|/) ?(?:gpu|device|card|rank)|per[- ](?:gpu|device) batch|samples per gpu")]
    private static partial Regex DeviceBatch();

    [GeneratedRegex(
        @"^(?:(?:total|global|effective|train(?:ing)?|mini)[- ]?)*(?:batch(?:[- ]?size)?|bs)$|^(?:images|imgs|samples)? ?(?:per"
        + @"|/) ?(?:update|step|iteration|batch)$")]
    private static partial Regex Batch();

    [GeneratedRegex(@"accumulation|accum")]
    private static partial Regex Accumulation();

    [GeneratedRegex(@"^(?:(?:number of|num|#|no\. of) ?)?(?:gpus?|devices|cards)$")]
    private static partial Regex Devices();

    [GeneratedRegex(
        @"^(?:(?:total|training|number of|num|#|seen|overall) ?)*(?:samples|images)(?: (?:seen|processed|shown|in total|total"
        + @"|consumed))?$")]
    private static partial Regex Samples();

    [GeneratedRegex(@"^(?:total )?(?:gradient|optimi[sz]er|parameter|weight)[- ](?:steps|updates)$|^(?:total )?updates$")]
    private static partial Regex GradientSteps();

    [GeneratedRegex(
        @"^(?:(?:max(?:imum|\.)?|total|training|train|number of|num|#|schedule) ?)*(?:iterations?|iters?|steps?)(?: total| count)?$"
        + @"|^(?:training|schedule) length$")]
    private static partial Regex Iterations();

    [GeneratedRegex(@"^(?:(?:max|total|number of|num|training) ?)*epochs?$")]
    private static partial Regex Epochs();

    [GeneratedRegex(@"schedul|lr policy|lr decay|^decay$|^policy$")]
    private static partial Regex Schedule();

    [GeneratedRegex(@"\blr\b|learning[- ]rate")]
    private static partial Regex LearningRate();

    [GeneratedRegex("^(?:the )?optimi[sz]er$|^optim$|^solver$")]
    private static partial Regex Optimizer();

    [GeneratedRegex(@"^(?:train(?:ing)? |input )?(?:crop|image|input|resolution)(?: ?size)?$|^resolution$")]
    private static partial Regex Crop();
}
