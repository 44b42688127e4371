using Panoptes.Foundation;
using Panoptes.Training.Streams;

namespace Panoptes.Training.Configuration;

/// <summary>One of the supervisors whose losses a training adds up.</summary>
public sealed record SupervisorConfig
{
    /// <summary>The truth, in the form that the model needs.</summary>
    public const string GroundTruth = "ground_truth";

    /// <summary>A second network that labels.</summary>
    public const string Teacher = "teacher";

    /// <summary>
    /// Which: <c>ground_truth</c> takes that of the following which the model needs; <c>labels</c> compares classes of pixels
    /// (<c>train.loss</c>), <c>masks</c> sets of masks (<c>train.masks</c>), <c>kernels</c> positions and kernels (<c>train.kernels</c>),
    /// <c>detection</c> boxes and their masks (<c>train.detection</c>). <c>intra_batch</c>, behind one of those, has things of one
    /// image be absent from another (<c>train.intra_batch</c>). <c>teacher</c> has a second network label the stream's samples, from
    /// which the trained one learns as from the truth (<c>train.teacher</c>).
    /// </summary>
    public string Kind { get; init; } = GroundTruth;

    /// <summary>The stream whose samples it reads; one of <c>data.streams</c>.</summary>
    public string Stream { get; init; } = SampleStream.Labeled;

    /// <summary>Factor on its losses, at least 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">A value is out of range; names the key.</exception>
    public void Validate() => Require.AtLeast("train.supervisors.weight", Weight, 0);
}
