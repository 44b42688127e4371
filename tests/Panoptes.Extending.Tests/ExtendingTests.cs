using Panoptes.Data.Configuration;
using Panoptes.Data.Loading;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Settings;
using Panoptes.Extending.Tests.Additions;
using Panoptes.Foundation;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Catalog;
using Panoptes.Tensors;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;
using Panoptes.Training.Supervision;

namespace Panoptes.Extending.Tests;

/// <summary>Parts of every kind from outside the library, each made known in one line.</summary>
public sealed class ExtendingTests
{
    private static readonly ModelCatalog Models = ModelCatalog.BuiltIn.With(StripeFamily.Instance);

    [Fact]
    public void A_family_brings_its_names_settings_and_defaults()
    {
        var config = Read("model.name=mean_wide_stripes");
        Assert.Equal(16, config.Model.OptionsAs<StripeOptions>().StripeWidth);
        Assert.Contains("\n  stripe_width: 16\n", ConfigWriter.ToYaml(config));
        Assert.Contains(
            "did you mean 'model.stripe_width'?",
            Assert.Throws<InputException>(() => Read("model.name=mean_stripes", "model.stripe_widht=4")).Message);
        Assert.Throws<InputException>(() => ConfigReader.Read<RunConfig>(null, ["model.name=mean_stripes"]));
    }

    [Fact]
    public void A_name_that_is_taken_is_refused() =>
        Assert.Contains("mean_stripes", Assert.Throws<InputException>(() => Models.With(StripeFamily.Instance)).Message);

    [Fact]
    public void All_of_them_train_and_measure_together()
    {
        var dataset = new HalvesDataset(4);
        var config = Read(
            "model.name=mean_stripes", "model.num_classes=2", "train.steps=40", "train.batch_size=2", "train.optimizer.learning_rate=0.02");
        EngineSetup.Apply(config.Train);
        var augmentation = new AugmentationConfig { Crop = [32, 32], Flip = 0, Photometric = false, ResizeMin = 1, ResizeMax = 1 };
        using var loader = new BatchLoader(dataset, augmentation, new LoaderConfig { Workers = 1 }, config.Train.BatchSize, 1);
        var setup = new TrainingSetup(ModelCatalog.Create(config.Model), loader.Take, [new GroundTruth(config.Train.Loss), new Entropy()]);
        using var trainer = new Trainer(setup, config.Train, [], Device.Cpu);
        Assert.Equal(StopReason.Completed, trainer.Run());

        var evaluation = config.Train.Evaluation;
        var evaluator = new Evaluator(dataset, evaluation, [LeftHalf.Kind, EvaluationKind.Semantic]);
        var result = evaluator.Evaluate(new Predictor(trainer.Model, evaluation, Means(augmentation)));
        Assert.Equal("left_half", result.Primary.Name);
        Assert.InRange(result.Primary.Value, 0.8, 1);
        Assert.InRange(result.Find("mean_iou")!.Value, 0.6, 1);
    }

    private static RunConfig Read(params string[] overrides) => ConfigReader.Read<RunConfig>(null, overrides, [Models]);

    private static Normalization Means(AugmentationConfig config) =>
        new([.. config.Mean.Select(value => (float)value)], [.. config.Std.Select(value => (float)value)]);
}
