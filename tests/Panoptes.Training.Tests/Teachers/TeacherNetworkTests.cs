using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Training.Configuration;
using Panoptes.Training.Supervision.Teachers;

namespace Panoptes.Training.Tests.Teachers;

public sealed class TeacherNetworkTests
{
    [Fact]
    public void A_weight_of_1_follows_one_of_0_by_a_tenth_a_step()
    {
        using var pair = new Pair(new TeacherConfig());
        using var scope = TensorScope.Open();
        pair.Teacher.Average(0.9, Tensor.Zeros([]));
        Assert.Equal(0.9, pair.Weight, 6);
        pair.Teacher.Average(0.9, Tensor.Zeros([]));
        Assert.Equal(0.81, pair.Weight, 6);
    }

    [Fact]
    public void Its_distance_is_that_of_the_weights_over_the_length_of_the_students()
    {
        using var pair = new Pair(new TeacherConfig());
        using var scope = TensorScope.Open();
        pair.Teacher.Copy(pair.Student);
        Assert.True(pair.Teacher.Distance(pair.Student) is 0 or double.NaN);
        foreach (var (_, tensor) in pair.Student.NamedParameters())
        {
            using var noGrad = Autograd.NoGrad();
            tensor.FillInPlace(2);
        }

        foreach (var (_, tensor) in pair.Teacher.Model.NamedParameters())
        {
            tensor.FillInPlace(3);
        }

        Assert.Equal(0.5, pair.Teacher.Distance(pair.Student), 6);
    }

    [Fact]
    public void A_teacher_stays_where_the_update_was_left_out()
    {
        using var pair = new Pair(new TeacherConfig());
        using var scope = TensorScope.Open();
        pair.Teacher.Average(0.5, Tensor.Ones([]));
        Assert.Equal((1.0, 1.0, 7L), (pair.Weight, pair.Mean, pair.Count));
    }

    [Theory]
    [InlineData(BufferUpdate.Average, 0.5)]
    [InlineData(BufferUpdate.Copy, 0)]
    [InlineData(BufferUpdate.Keep, 1)]
    public void Running_statistics_follow_as_configured(BufferUpdate buffers, double expected)
    {
        using var pair = new Pair(new TeacherConfig { Buffers = buffers });
        using var scope = TensorScope.Open();
        pair.Teacher.Average(0.5, Tensor.Zeros([]));
        Assert.Equal(expected, pair.Mean, 6);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 7)]
    public void Counts_follow_and_are_handed_over_unless_as_released(bool copies, long expected)
    {
        using var pair = new Pair(new TeacherConfig { CopyCounts = copies });
        using var scope = TensorScope.Open();
        pair.Teacher.Average(0.5, Tensor.Zeros([]));
        Assert.Equal(expected, pair.Count);
        pair.Teacher.Copy(pair.Student, copies);
        Assert.Equal((0.0, 0.0, expected), (pair.Weight, pair.Mean, pair.Count));
    }

    [Fact]
    public void No_parameter_of_a_teacher_takes_a_gradient()
    {
        using var pair = new Pair(new TeacherConfig());
        Assert.All(pair.Teacher.Model.NamedParameters(), entry => Assert.False(entry.Tensor.RequiresGrad));
        using var scope = TensorScope.Open();
        var outputs = (SemanticOutputs)pair.Teacher.Forward(Tensor.Ones([1, 1, 2, 2]));
        Assert.False(outputs.Logits.RequiresGrad);
    }

    private sealed class Pair : IDisposable
    {
        public Pair(TeacherConfig config)
        {
            (Student, Teacher) = (Filled(0, 3), new TeacherNetwork(Filled(1, 7)));
            Teacher.Follow(Student, config);
        }

        public Segmenter Student { get; }

        public TeacherNetwork Teacher { get; }

        public double Weight => Find("norm.weight").Item();

        public double Mean => Find("norm.running_mean").Item();

        public long Count => Find("norm.num_batches_tracked").ItemInt64();

        public void Dispose()
        {
            Student.Dispose();
            Teacher.Dispose();
        }

        private static Single Filled(double value, long count)
        {
            using var noGrad = Autograd.NoGrad();
            var model = new Single();
            foreach (var (_, tensor) in model.StateDict())
            {
                tensor.FillInPlace(tensor.DType.IsFloatingPoint() ? value : count);
            }

            return model;
        }

        private Tensor Find(string name) => Teacher.Model.StateDict().Single(entry => entry.Name == name).Tensor;
    }

    private sealed class Single : Segmenter
    {
        private readonly BatchNorm2d norm;

        public Single() => norm = Child("norm", new BatchNorm2d(1));

        public override int NumClasses => 1;

        public override SegmenterOutputs Forward(Tensor images) =>
            new SemanticOutputs(norm.Forward(images), new Dictionary<string, Tensor>());
    }
}
