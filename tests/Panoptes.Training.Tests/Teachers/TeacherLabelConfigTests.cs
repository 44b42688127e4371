using Panoptes.Foundation;
using Panoptes.Training.Configuration;

namespace Panoptes.Training.Tests.Teachers;

/// <summary>Settings of a teacher's labels that are out of range are refused by their keys.</summary>
public sealed class TeacherLabelConfigTests
{
    /// <summary>Probabilities and overlaps are 0 to 1.</summary>
    public static TheoryData<string, TeacherLabelConfig> OutOfRange => new()
    {
        { "score", new() { Score = 1.5 } },
        { "stuff_score", new() { StuffScore = -0.1 } },
        { "mask", new() { Mask = 2 } },
        { "min_mask_score", new() { MinMaskScore = -1 } },
        { "duplicate_iou", new() { DuplicateIou = 50 } },
        { "pixel_score", new() { PixelScore = 95 } },
        { "relative_pixel_score", new() { RelativePixelScore = 1.01 } },
        { "class_scores.car", new() { ClassScores = new Dictionary<string, double> { ["car"] = 7 } } },
        { "class_share", new() { ClassShare = 0 } },
        { "min_soft_area", new() { MinSoftArea = -5 } },
        { "max_per_image", new() { MaxPerImage = 0 } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void A_value_out_of_range_is_refused_by_its_key(string key, TeacherLabelConfig config) =>
        Assert.Contains($"train.teacher.labels.{key}:", Assert.Throws<InputException>(config.Validate).Message, StringComparison.Ordinal);

    [Fact]
    public void The_defaults_are_in_range() => new TeacherLabelConfig().Validate();
}
