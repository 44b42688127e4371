using Panoptes.Models.Segmenters;
using Panoptes.Training.Collectives;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;

namespace Panoptes.Training.Engine;

/// <summary>What a training is made of. Every training method is another list of streams and supervisors on the same loop.</summary>
/// <param name="Model">The network that is trained.</param>
/// <param name="Streams">Where samples come from, each by its name.</param>
/// <param name="Supervisors">Where the supervision comes from.</param>
public sealed record TrainingSetup(Segmenter Model, IReadOnlyList<SampleStream> Streams, IReadOnlyList<ISupervisor> Supervisors)
{
    /// <summary>
    /// Running statistics of the model that every stream has of its own; null where all streams share them. They stay the caller's.
    /// </summary>
    public DomainStatistics? Domains { get; init; }

    /// <summary>The processes that train together; this one alone by default. They stay the caller's.</summary>
    public ICollective Collective { get; init; } = new SingleProcess();

    /// <summary>A training on one stream, called <see cref="SampleStream.Labeled"/>.</summary>
    public TrainingSetup(Segmenter model, Func<long, Data.Loading.Batch> labeled, IReadOnlyList<ISupervisor> supervisors)
        : this(model, [new SampleStream(SampleStream.Labeled, labeled)], supervisors)
    {
    }

    /// <summary>Refuses parts that do not fit together.</summary>
    /// <exception cref="Foundation.InputException">A supervisor lacks a stream or something of the model, or two have one name.</exception>
    public void Check() => SetupCheck.Run(this);
}
