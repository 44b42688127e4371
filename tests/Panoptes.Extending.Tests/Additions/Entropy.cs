using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
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
        return [new NamedLoss("entropy", -(logits.Softmax(1) * logits.LogSoftmax(1)).Mean(), 0.01)];
    }
}
