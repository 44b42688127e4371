using System.Text.Json;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Engine;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;
using Panoptes.Training.TestHost;

namespace Panoptes.Training.Tests.Engine;

public sealed class NonFiniteTests : IDisposable
{
    private const int BadStep = 3;
    private readonly string folder = Directory.CreateTempSubdirectory("panoptes-nonfinite-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_loss_that_is_no_number_stops_before_the_update_and_is_written_down()
    {
        var config = ToyTraining.Config(10);
        EngineSetup.Apply(config);
        var scenes = new ToyScenes(4, 2, 16, 3);
        var before = Array.Empty<byte>();
        using var trainer = new Trainer(
            new TrainingSetup(new TinySegmenter(4), Samples, [new GroundTruth(config.Loss)]), config,
            [new Remember(trainer => before = ToyTraining.Parameters(trainer))], Device.Cpu, folder);

        var error = Assert.Throws<InputException>(() => trainer.Run());

        Assert.Equal(BadStep, trainer.Step);
        Assert.Equal(before, ToyTraining.Parameters(trainer));
        Assert.Contains("decode.loss_ce", error.Message, StringComparison.Ordinal);
        Assert.Contains($"toy_{BadStep}_0.png", error.Message, StringComparison.Ordinal);
        var dump = Assert.Single(Directory.GetFiles(folder));
        Assert.Contains(dump, error.Message, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(dump));
        var root = json.RootElement;
        Assert.Equal(BadStep, root.GetProperty("step").GetInt64());
        Assert.Equal(config.Seed, root.GetProperty("seed").GetInt64());
        Assert.Equal("NaN", root.GetProperty("losses").GetProperty("decode.loss_ce").GetString());
        Assert.Equal(2, root.GetProperty("samples").GetArrayLength());
        Assert.Equal($"toy_{BadStep}_0.png", root.GetProperty("samples")[0].GetProperty("files").GetProperty("image").GetString());
        Assert.True(root.GetProperty("samples")[0].TryGetProperty("geometry", out _));
        Assert.True(root.GetProperty("learning_rates")[0].GetDouble() > 0);
        Assert.True(root.GetProperty("group_gradient_norms").GetArrayLength() > 0);
        Assert.True(root.GetProperty("worst_parameters").GetArrayLength() > 0);

        Data.Loading.Batch Samples(long step)
        {
            var batch = scenes.Take(step);
            if (step == BadStep)
            {
                batch.Images.Data<float>()[5] = float.NaN;
            }

            return batch;
        }
    }

    [Fact]
    public void A_gradient_that_overflows_stops_before_the_update()
    {
        var config = ToyTraining.Config(10);
        EngineSetup.Apply(config);
        using var trainer = new Trainer(
            new TrainingSetup(new PointwiseSegmenter(4), new ToyScenes(4, 2, 16, 3).Take, [new Exploding()]), config, [], Device.Cpu,
            folder);
        var error = Assert.Throws<InputException>(() => trainer.Run());
        Assert.Contains("gradient", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, trainer.Step);
    }

    private sealed class Remember(Action<Trainer> look) : IHook
    {
        public void BeforeStep(Trainer trainer) => look(trainer);
    }

    // A finite loss whose gradient is not: the square root at zero.
    private sealed class Exploding : ISupervisor
    {
        public string Name => "exploding";

        public void Check(Models.Segmenters.Segmenter model)
        {
        }

        public IReadOnlyList<NamedLoss> Compute(StepContext step) =>
            [new NamedLoss("root", (((Models.Outputs.SemanticOutputs)step.Outputs(SampleStream.Labeled)).Logits * 0).Sum().Sqrt(), 1)];
    }
}
