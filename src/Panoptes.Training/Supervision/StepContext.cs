using Panoptes.Models.Outputs;
using Panoptes.Tensors;

namespace Panoptes.Training.Supervision;

/// <summary>
/// One forward pass of a step as supervisors see it: the batches of the streams they read, and what the model makes of them, computed when
/// first asked for and once, however many supervisors ask.
/// </summary>
/// <param name="batches">The batch of every stream that a supervisor reads, on the device.</param>
/// <param name="forward">
/// The model on images of a stream, in training mode and in the training's precision, with gradients.
/// </param>
public sealed class StepContext(IReadOnlyDictionary<string, TrainingBatch> batches, Func<string, Tensor, SegmenterOutputs> forward)
{
    private Dictionary<string, SegmenterOutputs> outputs = new(StringComparer.Ordinal);
    private Dictionary<(string Stream, Type Kind, object? Key), object> shared = [];

    /// <summary>Updates done before this step.</summary>
    public required long Step { get; init; }

    /// <summary>Whether this step is logged: measures that cost time are left out where it is not.</summary>
    public required bool IsMeasured { get; init; }

    /// <summary>A stream's batch.</summary>
    /// <exception cref="InvalidOperationException">No supervisor said that it reads this stream
    /// (<see cref="ISupervisor.Streams"/>).</exception>
    public TrainingBatch Batch(string stream) => batches.TryGetValue(stream, out var batch)
        ? batch
        : throw new InvalidOperationException(
            $"no supervisor reads the stream {stream}; streams that are read: {string.Join(", ", batches.Keys)}");

    /// <summary>The same pass with another batch of a stream: what it knows more, such as a teacher's labels.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="batch">What takes its batch's place; what the model makes of it is that of its images.</param>
    /// <returns>A view of this pass: outputs and what is shared are made once for both.</returns>
    public StepContext With(string stream, TrainingBatch batch) =>
        new(new Dictionary<string, TrainingBatch>(batches) { [stream] = batch }, forward)
        {
            Step = Step,
            IsMeasured = IsMeasured,
            outputs = outputs,
            shared = shared,
        };

    /// <summary>What the model makes of a stream's images, with gradients.</summary>
    public SegmenterOutputs Outputs(string stream)
    {
        if (!outputs.TryGetValue(stream, out var made))
        {
            outputs[stream] = made = forward(stream, Batch(stream).Images);
        }

        return made;
    }

    /// <summary>
    /// Something that several supervisors need of a stream and that is made once, such as the assignment of predictions to targets; whoever
    /// asks first makes it.
    /// </summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="stream">The stream that it is made of.</param>
    /// <param name="key">What tells it from others of its kind, such as a layer or a settings record; null where there is but one.</param>
    /// <param name="make">Makes it.</param>
    public T Shared<T>(string stream, object? key, Func<T> make)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(make);
        if (!shared.TryGetValue((stream, typeof(T), key), out var made))
        {
            shared[(stream, typeof(T), key)] = made = make();
        }

        return (T)made;
    }
}
