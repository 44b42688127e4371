using Panoptes.Foundation;
using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>
/// A network that nothing is learned by: it has no gradients, runs in evaluation mode and in 32 bits, and its weights may follow those of
/// another network of its family.
/// </summary>
public sealed class TeacherNetwork : IDisposable
{
    private readonly Segmenter model;
    private (Tensor Own, Tensor Other)[] averaged = [];
    private (Tensor Own, Tensor Other)[] copied = [];

    /// <summary>Takes a network.</summary>
    /// <param name="model">It; owned from now on.</param>
    public TeacherNetwork(Segmenter model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        model.RequireGradients(false);
        model.Eval();
    }

    /// <summary>The network.</summary>
    public Segmenter Model => model;

    /// <summary>What the network says of images.</summary>
    /// <param name="images">(N,3,H,W) float32, normalized, on the network's device.</param>
    /// <returns>Outputs without gradients; they belong to the innermost open scope.</returns>
    public SegmenterOutputs Forward(Tensor images)
    {
        using var noGrad = Autograd.NoGrad();
        model.Eval();
        return model.Forward(images);
    }

    /// <summary>Names the network that is followed.</summary>
    /// <param name="student">A network of the same family, where it stays.</param>
    /// <param name="config">What is averaged and what is copied.</param>
    public void Follow(Segmenter student, TeacherConfig config)
    {
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(config);
        (Tensor Own, Tensor Other)[] buffers =
            [.. model.NamedBuffers().Zip(student.NamedBuffers(), (own, other) => (own.Tensor, other.Tensor))];
        var running = buffers.Where(pair => pair.Own.DType.IsFloatingPoint()).ToArray();
        averaged =
        [
            .. model.NamedParameters().Zip(student.NamedParameters(), (own, other) => (own.Tensor, other.Tensor)),
            .. config.Buffers == BufferUpdate.Average ? running : [],
        ];
        copied =
        [
            .. config.Buffers == BufferUpdate.Copy ? running : [],
            .. config.CopyCounts ? buffers.Except(running) : [],
        ];
    }

    /// <summary>Takes the weights and running statistics of the network that it follows, whole: a hand-over.</summary>
    /// <param name="student">That network.</param>
    /// <param name="copyCounts">Whether whole numbers are taken, too.</param>
    /// <exception cref="InputException">It is of another shape.</exception>
    public void Copy(Segmenter student, bool copyCounts = true)
    {
        ArgumentNullException.ThrowIfNull(student);
        var own = model.StateDict();
        Load([.. student.StateDict().Zip(own, (other, mine) => copyCounts || mine.Tensor.DType.IsFloatingPoint() ? other : mine)]);
    }

    /// <summary>Takes weights by their names.</summary>
    /// <exception cref="InputException">They are of another network.</exception>
    public void Load(IReadOnlyList<(string Name, Tensor Tensor)> state)
    {
        try
        {
            model.LoadStateDict(state);
        }
        catch (ArgumentException wrong)
        {
            throw new InputException(
                "the teacher's weights", wrong.Message, "those of a network of the same family and size",
                "go on with the configuration that they were trained with", wrong);
        }
    }

    /// <summary>Moves its weights towards those of the network that it follows.</summary>
    /// <param name="kept">The share of its own that stays, 0 to 1.</param>
    /// <param name="skip">1 on the device where that network was not updated, so that this one stays as it is; else 0.</param>
    public void Average(double kept, Tensor skip)
    {
        ArgumentNullException.ThrowIfNull(skip);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var share = (1 - skip) * (1 - kept);
        foreach (var (own, other) in averaged)
        {
            own.LerpInPlace(other, share.To(own.DType));
        }

        var isLeftOut = skip.Gt(0);
        foreach (var (own, other) in copied)
        {
            own.CopyInPlace(Ops.Where(isLeftOut, own, other));
        }
    }

    /// <summary>
    /// How far its weights lie from those of another network of its family: the L2 norm of the difference of all parameters over that of
    /// the other's. Waits for the device.
    /// </summary>
    /// <param name="other">The other network.</param>
    /// <returns>0 where both are the same; NaN where the other's parameters are all 0.</returns>
    public double Distance(Segmenter other)
    {
        ArgumentNullException.ThrowIfNull(other);
        using var noGrad = Autograd.NoGrad();
        using var scope = TensorScope.Open();
        var sums = new List<Tensor>();
        foreach (var (own, theirs) in model.NamedParameters().Zip(other.NamedParameters()))
        {
            using var inner = TensorScope.Open();
            var (mine, reference) = (own.Tensor.To(DType.Float32), theirs.Tensor.To(DType.Float32));
            var gap = mine - reference;
            sums.Add(inner.Return(Ops.Stack([(gap * gap).Sum(), (reference * reference).Sum()])));
        }

        var total = Ops.Stack([.. sums]).To(DType.Float64).Sum([0]).To(Device.Cpu).ToArray<double>();
        return total[1] == 0 ? double.NaN : Math.Sqrt(total[0] / total[1]);
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
