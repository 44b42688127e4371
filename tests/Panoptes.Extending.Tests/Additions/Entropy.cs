using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;

namespace Panoptes.Extending.Tests.Additions;

/// <summary>A supervisor from outside: predictions are to be sure, whatever they say.</summary>
internal sealed class Entropy : ISupervisor
{
    /// <inheritdoc/>
    public string Name => "entropy";

    /// <inheritdoc/>
    public void Check(Segmenter model)
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedLoss> Compute(StepContext step)
    {
        var logits = ((SemanticOutputs)step.Outputs(SampleStream.Labeled)).Logits;
        return [new NamedLoss("entropy", Of(logits), 0.01)];
    }

    private static Tensor Of(Tensor logits) => -(logits.Softmax(1) * logits.LogSoftmax(1)).Mean();
}
