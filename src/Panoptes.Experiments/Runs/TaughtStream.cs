using Panoptes.Data.Configuration;
using Panoptes.Foundation;
using Panoptes.Training.Configuration;

namespace Panoptes.Experiments.Runs;

/// <summary>What plans have in common in which a teacher labels one of the streams.</summary>
internal static class TaughtStream
{
    /// <summary>The data must have a stream.</summary>
    /// <param name="data">The data.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="expected">What is expected, in words.</param>
    /// <exception cref="InputException">It has none of that name.</exception>
    public static void Require(DataConfig data, string stream, string expected) => Foundation.Require.That(
        data.Streams.ContainsKey(stream), "data.streams", data.Streams.Count == 0 ? "none" : string.Join(", ", data.Streams.Keys),
        expected, $"add data.streams.{stream}");

    /// <summary>The supervisors of the other streams; that of the truth where there are none.</summary>
    /// <param name="supervisors">Those that are configured.</param>
    /// <param name="stream">The stream that the teacher labels.</param>
    public static IEnumerable<SupervisorConfig> Others(IEnumerable<SupervisorConfig> supervisors, string stream) =>
        supervisors.Where(supervisor => supervisor.Stream != stream).DefaultIfEmpty(new SupervisorConfig());

    /// <summary>
    /// The supervisors of the stream, a teacher among them; what follows it there, such as intra-batch supervision, stays with it.
    /// </summary>
    /// <param name="supervisors">Those that are configured.</param>
    /// <param name="stream">The stream that the teacher labels.</param>
    /// <param name="weight">The factor on the losses of a teacher that is not configured.</param>
    public static IEnumerable<SupervisorConfig> Own(IEnumerable<SupervisorConfig> supervisors, string stream, double weight = 1)
    {
        var own = supervisors.Where(supervisor => supervisor.Stream == stream).ToList();
        return own.Exists(supervisor => supervisor.Kind == SupervisorConfig.Teacher)
            ? own : own.Prepend(new SupervisorConfig { Kind = SupervisorConfig.Teacher, Stream = stream, Weight = weight });
    }
}
