using Panoptes.Data.Configuration;
using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.Runs;
using Panoptes.Imaging.Photometrics;
using Panoptes.Training.Configuration;

namespace Panoptes.Experiments.Tests.Recipes;

/// <summary>The recipes of guided distillation, with the values of the released configurations.</summary>
[Collection(TensorEngine.Name)]
public sealed class GuidedRecipeTests
{
    [Theory]
    [InlineData("cityscapes/mask2former-r50-instance-guided", 90_000, 0.1)]
    [InlineData("cityscapes/mask2former-dinov2-l-instance-guided", 90_000, 0.1)]
    [InlineData("coco/mask2former-r50-instance-guided", 368_750, 0.01)]
    [InlineData("coco/mask2former-dinov2-l-instance-guided", 368_750, 0.01)]
    public void Teacher_and_student_have_the_steps_and_the_labels_of_the_released_code(string name, long steps, double share)
    {
        var config = PublishedRecipes.Find(name).Config;
        var stages = StagePlan.Of(config);
        Assert.Equal(
            [("teacher", 0, steps), ("burn-in", steps, steps + 50_000), ("distillation", steps + 50_000, 2 * steps)],
            stages.Select(stage => (stage.Span.Name, stage.Span.Start, stage.Span.End)));
        Assert.Equal((steps, 2 * steps), stages[2].Span.Course);
        Assert.Equal(TeacherUpdate.Fixed, stages[1].Config.Train.Teacher.Update);
        Assert.Equal(0.9996, stages[2].Config.Train.Teacher.Decay, 12);
        Assert.Equal([null, 2.0, 2.0], stages.Select(stage => stage.Config.Train.Supervisors
            .FirstOrDefault(supervisor => supervisor.Kind == SupervisorConfig.Teacher)?.Weight));
        var labels = config.Train.Teacher.Labels;
        Assert.Equal((0.7, 0.5, 5.0), (labels.Score, labels.Mask, labels.MinSoftArea));

        var labeled = config.Data.Streams["labeled"];
        Assert.Equal((share, 16), (labeled.Share, config.Train.BatchSize));
        Assert.Equal((SamplerKind.RepeatFactor, 10.0), (labeled.Sampler!.Kind, labeled.Sampler.Threshold));
        Assert.Equal(SamplerKind.Random, stages[0].Config.Data.Streams["labeled"].Sampler!.Kind);
        var named = StrongDistortion.GuidedDistillation;
        var strong = config.Augmentation.Strong!.Distortion();
        Assert.Equal(named.Steps, strong.Steps);
        Assert.Equal(named with { Steps = strong.Steps, Erasings = strong.Erasings }, strong);
    }

    [Theory]
    [InlineData("mask2former_mobilenetv2", "cityscapes/mask2former-r50-instance")]
    [InlineData("mask2former_dinov2_l", "cityscapes/mask2former-r50-instance")]
    public void A_training_without_a_teacher_is_not_held_against_one_with_it(string model, string recipe)
    {
        var plain = PublishedRecipes.Find("cityscapes/mask2former-r50-instance").Config;
        var config = plain with { Model = plain.Model with { Name = model }, Recipe = plain.Recipe with { Name = null } };
        Assert.Equal(recipe, PublishedRecipes.For(config)!.Name);
    }
}
