using Panoptes.Data.Loading;
using Panoptes.Models.Segmenters;
using Panoptes.Training.Collectives;
using Panoptes.Training.Configuration;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision.Teachers.Agreement;

namespace Panoptes.Training.Supervision.Teachers;

/// <summary>What a teacher is made of.</summary>
/// <param name="Config">Its settings.</param>
/// <param name="Stream">The stream whose samples it labels.</param>
/// <param name="Model">
/// The teacher's network, owned from now on: another one of the trained network's family, or any with weights of its own.
/// </param>
/// <param name="IsOfRun">Whether it has weights of its own, and does not follow the trained network.</param>
/// <param name="Inner">How the trained network learns from labels as from the truth.</param>
internal sealed record TeacherParts(
    TeacherConfig Config, string Stream, Segmenter Model, bool IsOfRun, ISupervisor Inner)
{
    /// <summary>Makes targets of what it says; null where the samples have them already (<see cref="TeacherView.Clean"/>).</summary>
    public ITeacherLabeler? Labeler { get; init; }

    /// <summary>Makes layers of whole images of what it says; null where it labels batches.</summary>
    public CleanLabels? Clean { get; init; }

    /// <summary>Compares what the trained network says with the labels.</summary>
    public required StudentReading Student { get; init; }

    /// <summary>The thresholds that the labeler asks, with their memory; null where it has none.</summary>
    public LabelScores? Scores { get; init; }

    /// <summary>What waits for the labels, such as pasting of objects; null where nothing does.</summary>
    public BatchAugmentation? Augmentation { get; init; }

    /// <summary>
    /// Where objects of all processes are pasted: both sides of their boxes have more pixels than this. Null where those of one are.
    /// </summary>
    public int? PooledBox { get; init; }

    /// <summary>The train id of pixels without a label.</summary>
    public int VoidId { get; init; } = 255;

    /// <summary>Running statistics that streams have of their own, of which it follows those of its stream; null where all share.</summary>
    public DomainStatistics? Domains { get; init; }

    /// <summary>The processes that train together.</summary>
    public ICollective Collective { get; init; } = new SingleProcess();

    /// <summary>The stream's seed.</summary>
    public long Seed { get; init; }

    /// <summary>Updates done when the stage begins.</summary>
    public long Start { get; init; }

    /// <summary>Whether its labels count at all; else its stream is not read, and it only follows.</summary>
    public bool IsTeaching { get; init; } = true;

    /// <summary>Whether images are laid out with channels innermost.</summary>
    public bool ChannelsLast { get; init; }
}
