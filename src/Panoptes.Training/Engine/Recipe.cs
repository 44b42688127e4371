using Panoptes.Data;
using Panoptes.Models;

namespace Panoptes.Training;

/// <summary>What a training is made of. Every training method is another list of supervisors on the same loop.</summary>
/// <param name="Model">The network that is trained.</param>
/// <param name="Samples">The stream of batches: batch number in, batch out, a pure function, so that resuming replays nothing. The trainer disposes what it takes.</param>
/// <param name="Supervisors">Where the supervision comes from.</param>
public sealed record Recipe(Segmenter Model, Func<long, Batch> Samples, IReadOnlyList<ISupervisor> Supervisors);
