using Panoptes.Data.Classes;
using Panoptes.Data.Configuration;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Engine;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;
using Panoptes.Training.Supervision.Teachers;
using Panoptes.Training.TestHost;
using Panoptes.Training.Tests.Engine;

namespace Panoptes.Training.Tests.Teachers;

public sealed class TeacherTrainingTests
{
    private const string Unlabeled = "unlabeled";

    [Fact]
    public void A_fixed_teacher_is_the_same_after_training()
    {
        using var training = new Taught(new TeacherConfig { Update = TeacherUpdate.Fixed, Labels = Sure });
        var before = training.TeacherWeights();
        training.Trainer.Run();
        Assert.Equal(before, training.TeacherWeights());
        Assert.NotEqual(ToyTraining.Weights(training.Trainer), before);
    }

    [Fact]
    public void A_teacher_begins_as_the_student_and_follows_it()
    {
        using var training = new Taught(new TeacherConfig { Decay = 0.5, Labels = Sure });
        Assert.Equal(ToyTraining.Weights(training.Trainer), training.TeacherWeights());
        training.Trainer.Run();
        Assert.NotEqual(ToyTraining.Weights(training.Trainer), training.TeacherWeights());
    }

    [Fact]
    public void A_teacher_that_keeps_nothing_is_the_student_after_every_step()
    {
        using var training = new Taught(new TeacherConfig { Decay = 0, Labels = Sure });
        training.Trainer.Run();
        Assert.Equal(ToyTraining.Weights(training.Trainer), training.TeacherWeights());
    }

    [Fact]
    public void A_teacher_has_the_statistics_of_the_stream_that_it_labels()
    {
        using var training = new Taught(new TeacherConfig { Decay = 0, Labels = Sure }, hasDomains: true);
        training.Trainer.Run();
        Assert.NotEqual(ToyTraining.Weights(training.Trainer), training.TeacherWeights());
        using var domain = training.Domains!.Enter(Unlabeled);
        Assert.Equal(ToyTraining.Weights(training.Trainer), training.TeacherWeights());
    }

    [Fact]
    public void Labels_of_weight_0_are_the_supervised_training_bit_for_bit_and_their_stream_is_not_read()
    {
        using var taught = new Taught(new TeacherConfig { Labels = Sure }, weight: 0);
        taught.Trainer.Run();
        using var plain = new Taught(null);
        plain.Trainer.Run();
        Assert.Equal(ToyTraining.Weights(plain.Trainer), ToyTraining.Weights(taught.Trainer));
        Assert.Equal(0, taught.UnlabeledTaken);
        Assert.NotEqual(ToyTraining.Weights(taught.Trainer), taught.TeacherWeights());
    }

    [Fact]
    public void Labels_of_a_teacher_change_what_is_learned_and_are_logged()
    {
        var names = new List<string>();
        using var taught = new Taught(
            new TeacherConfig { Labels = Sure }, hooks: [new Watch(record => names.AddRange(record.Losses.Keys))]);
        taught.Trainer.Run();
        using var plain = new Taught(null);
        plain.Trainer.Run();
        Assert.NotEqual(ToyTraining.Weights(plain.Trainer), ToyTraining.Weights(taught.Trainer));
        Assert.Contains("unlabeled.decode.loss_ce", names);
        Assert.Contains("unlabeled.teacher_labels", names);
    }

    [Fact]
    public void A_resumed_training_with_a_teacher_ends_with_the_same_bits()
    {
        using var whole = new Taught(new TeacherConfig { Decay = 0.9, Labels = Sure }, steps: 6);
        whole.Trainer.Run();
        using var first = new Taught(new TeacherConfig { Decay = 0.9, Labels = Sure }, steps: 6, hooks: [new StopAt(3)]);
        first.Trainer.Run();
        using var state = first.Trainer.Capture();
        using var second = new Taught(new TeacherConfig { Decay = 0.9, Labels = Sure }, steps: 6);
        second.Trainer.Restore(state);
        second.Trainer.Run();
        Assert.Equal(ToyTraining.Weights(whole.Trainer), ToyTraining.Weights(second.Trainer));
        Assert.Equal(whole.TeacherWeights(), second.TeacherWeights());
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(2, false, false)]
    [InlineData(2, true, true)]
    public void A_training_with_a_teacher_leaves_no_tensor_behind(int views, bool mixes, bool skips)
    {
        var config = new TeacherConfig
        {
            StrongViews = views,
            CutMix = mixes ? new CutMixConfig { Probability = 1 } : null,
            Labels = Sure with { SkipEmptyImages = skips },
        };
        using (var warm = new Taught(config))
        {
            warm.Trainer.Run();
        }

        var before = TensorScope.LiveTensors;
        using (var training = new Taught(config))
        {
            training.Trainer.Run();
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Images_without_a_label_are_left_out_of_the_loss_where_asked()
    {
        var none = new TeacherLabelConfig { PixelScore = 1 };
        var names = new List<string>();
        using var taught = new Taught(
            new TeacherConfig { Labels = none with { SkipEmptyImages = true } },
            hooks: [new Watch(record => names.AddRange(record.Losses.Keys))]);
        taught.Trainer.Run();
        Assert.DoesNotContain("unlabeled.decode.loss_ce", names);
        Assert.Contains("unlabeled.teacher_empty", names);
    }

    private static TeacherLabelConfig Sure => new() { PixelScore = 0.2 };

    private sealed class Taught : IDisposable
    {
        private readonly TeacherSupervision? teacher;
        private readonly Segmenter model;

        public Taught(TeacherConfig? config, double weight = 2, long steps = 4, IReadOnlyList<IHook>? hooks = null, bool hasDomains = false)
        {
            var train = ToyTraining.Config(steps) with
            {
                Teacher = config ?? new TeacherConfig(),
                Supervisors =
                [
                    new SupervisorConfig(),
                    .. config is null
                        ? Array.Empty<SupervisorConfig>()
                        : [new SupervisorConfig { Kind = SupervisorConfig.Teacher, Stream = Unlabeled, Weight = weight }],
                ],
            };
            EngineSetup.Apply(train);
            Randomness.Seed(train.Seed);
            model = new TinySegmenter(ToyTraining.Classes);
            Domains = hasDomains ? new DomainStatistics(model) : null;
            var labeled = new ToyScenes(ToyTraining.Classes, train.BatchSize, 16, train.Seed);
            var unlabeled = new ToyScenes(ToyTraining.Classes, train.BatchSize, 16, SampleStream.Salted(train.Seed, Unlabeled));
            var supervisors = SupervisorKind.Create(
                train.Supervisors,
                new SupervisorParts(train, model, SegmentationTask.Semantic, "")
                {
                    Classes = Table(),
                    Domains = Domains,
                    TeacherModel = _ => new TinySegmenter(ToyTraining.Classes),
                },
                SupervisorKind.BuiltIn);
            teacher = TeachersOf.All(supervisors).SingleOrDefault();
            Trainer = new Trainer(
                new TrainingSetup(
                    model,
                    [
                        new(SampleStream.Labeled, labeled.Take),
                        new(Unlabeled, index =>
                        {
                            UnlabeledTaken++;
                            return TwoViews.Of(unlabeled.Take(index), train.Teacher.StrongViews);
                        }),
                    ],
                    supervisors)
                { Domains = Domains },
                train, hooks ?? [], Device.Cpu);
        }

        public Trainer Trainer { get; }

        public DomainStatistics? Domains { get; }

        public int UnlabeledTaken { get; private set; }

        public byte[] TeacherWeights() => ToyTraining.Weights(teacher!.Network.Model);

        public void Dispose()
        {
            Trainer.Dispose();
            Domains?.Dispose();
            model.Dispose();
        }

        private static ClassTable Table() => new(
            "toy", Enumerable.Range(0, ToyTraining.Classes).Select(id => new ClassEntry(id, id, $"class {id}", default, false)));
    }

    private sealed class StopAt(long step) : IHook
    {
        public void AfterStep(Trainer trainer)
        {
            if (trainer.Step == step)
            {
                trainer.RequestStop(StopReason.Requested);
            }
        }
    }
}
