using Panoptes.Tensors;
using Panoptes.Tensors.Distributed;
using Panoptes.Tensors.Modules;

namespace Panoptes.Training.Collectives;

/// <summary>A training in several processes, over c10d.</summary>
/// <remarks>
/// Gradients, what steps agree on, and what may take long go over connections of their own: the first so that they may overlap the backward
/// pass, the last as it has a longer deadline.
/// </remarks>
public sealed class ManyProcesses : ICollective, IDisposable
{
    private readonly ProcessGroup steps;
    private readonly ProcessGroup gradients;
    private readonly ProcessGroup meetings;

    private ManyProcesses(ProcessGroup steps, ProcessGroup gradients, ProcessGroup meetings) =>
        (this.steps, this.gradients, this.meetings) = (steps, gradients, meetings);

    /// <inheritdoc/>
    public int Size => steps.Size;

    /// <inheritdoc/>
    public int Rank => steps.Rank;

    /// <summary>Joins the others where the environment says; waits until all are there.</summary>
    /// <param name="place">Which process this is, and where they meet.</param>
    /// <param name="device">What is trained on.</param>
    /// <param name="deadlines">How long the others are waited for.</param>
    /// <exception cref="TensorException">Not all came before the deadline, or this build cannot connect them.</exception>
    public static ManyProcesses Join(ProcessPlace place, Device device, CollectiveDeadlines deadlines)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(deadlines);
        var meeting = place.Rendezvous;
        using var store = meeting.File is { } file
            ? ProcessStore.OfFile(file, place.Size)
            : ProcessStore.OfAddress(
                meeting.Address!, meeting.Port, place.Rank == 0 && !meeting.IsHostedElsewhere, place.Size, deadlines.Start);
        var address = OwnAddress.For(meeting);
        return Join(store, place.Rank, place.Size, address, device, deadlines, $"attempt {place.Restarts}");
    }

    /// <summary>Joins the others; waits until all are there.</summary>
    /// <param name="store">Where they find each other.</param>
    /// <param name="rank">Which process this is.</param>
    /// <param name="size">How many there are.</param>
    /// <param name="address">Name or address of this machine where the others reach it.</param>
    /// <param name="device">What is trained on.</param>
    /// <param name="deadlines">How long the others are waited for.</param>
    /// <param name="name">What sets these processes apart from earlier ones that met at the same place.</param>
    /// <exception cref="TensorException">Not all came before the deadline, or this build cannot connect them.</exception>
    public static ManyProcesses Join(
        ProcessStore store, int rank, int size, string address, Device device, CollectiveDeadlines deadlines, string name = "")
    {
        ArgumentNullException.ThrowIfNull(deadlines);
        var joined = new List<ProcessGroup>();
        try
        {
            Join("meetings", Device.Cpu, deadlines.Start);

            // The others are here now: from here on nobody waits for a start.
            Join("steps", device, deadlines.Step);
            Join("gradients", device, deadlines.Step);
            return new ManyProcesses(joined[1], joined[2], joined[0]);
        }
        catch
        {
            joined.ForEach(group => group.Dispose());
            throw;
        }

        void Join(string use, Device where, TimeSpan deadline) =>
            joined.Add(ProcessGroup.Join(store, $"{name}/{use}", rank, size, address, where, deadline));
    }

    /// <inheritdoc/>
    public void Sum(Span<double> values)
    {
        using var scope = TensorScope.Open();
        var tensor = Tensor.From<double>(values, values.Length);
        steps.Sum(tensor);
        tensor.Data<double>().CopyTo(values);
    }

    /// <inheritdoc/>
    public void Sum(Tensor values) => steps.Sum(values);

    /// <inheritdoc/>
    public Tensor SumWithGradient(Tensor values) => steps.SumWithGradient(values);

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> mine)
    {
        using var scope = TensorScope.Open();
        var lengths = steps.Gather(Tensor.From<long>([mine.Length], 1)).Select(length => length.ToArray<long>()[0]).ToList();
        var padded = new byte[Math.Max(1, lengths.Max())];
        mine.CopyTo(padded);
        return [.. steps.Gather(Tensor.From<byte>(padded, padded.Length))
            .Select((part, rank) => part.Data<byte>()[..(int)lengths[rank]].ToArray())];
    }

    /// <inheritdoc/>
    public void Share(Tensor values) => steps.Broadcast(values);

    /// <inheritdoc/>
    public void Meet()
    {
        using var scope = TensorScope.Open();
        meetings.Sum(Tensor.Zeros([1], DType.Float32));
    }

    /// <inheritdoc/>
    public void UniteBatches(Module model) => BatchNorm2d.ShareAll(model, steps);

    /// <inheritdoc/>
    public IBackwardPass Backward(IReadOnlyList<Tensor> parameters) => new AveragedGradients(gradients, parameters);

    /// <inheritdoc/>
    public void Dispose()
    {
        gradients.Dispose();
        steps.Dispose();
        meetings.Dispose();
    }

    private sealed class AveragedGradients(ProcessGroup group, IReadOnlyList<Tensor> parameters) : IBackwardPass
    {
        private readonly GradientReducer reducer = new(group, [.. parameters.Where(parameter => parameter.RequiresGrad)]);

        public void Run(Tensor loss, bool isLast)
        {
            ArgumentNullException.ThrowIfNull(loss);
            if (isLast)
            {
                reducer.Announce(loss);
            }

            loss.Backward();
        }

        public void Dispose() => reducer.Dispose();
    }
}
