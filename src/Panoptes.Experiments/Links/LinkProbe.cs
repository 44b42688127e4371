using System.Diagnostics;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Tensors.Distributed;
using Panoptes.Training.Collectives;

namespace Panoptes.Experiments.Links;

/// <summary>Measures what connects the processes of a training, the same way as a training uses it. All of them run it.</summary>
public static class LinkProbe
{
    private const int Message = 1024;
    private const int MessageCount = 100;

    // 4 bytes tell the latency; the others are the first bucket of gradients, the further ones, and what a large bucket may come to.
    private static readonly (long Bytes, int Count)[] Sizes = [(4, 200), (1 << 20, 20), (25 << 20, 10), (100 << 20, 5)];

    /// <summary>Joins the others and measures.</summary>
    /// <param name="place">Which process this is.</param>
    /// <param name="device">Where the tensors lie.</param>
    /// <param name="deadline">How long the others are waited for, at the start and in each call.</param>
    /// <returns>Times of this process.</returns>
    /// <exception cref="InputException">They do not find each other, or one is lost; says what to do.</exception>
    public static LinkMeasurement Run(ProcessPlace place, Device device, TimeSpan deadline)
    {
        ArgumentNullException.ThrowIfNull(place);
        var meeting = place.Rendezvous;
        var own = OwnAddress.For(meeting);
        LinkFailure.RequireReachable(place, own);
        var stage = LinkStage.Store;
        var clock = Stopwatch.StartNew();
        StoreContact.Check(place, deadline);
        try
        {
            using var store = meeting.File is { } file
                ? ProcessStore.OfFile(file, place.Size)
                : ProcessStore.OfAddress(
                    meeting.Address!, meeting.Port, place.Rank == 0 && !meeting.IsHostedElsewhere, place.Size, deadline);
            stage = LinkStage.Join;
            var deadlines = new CollectiveDeadlines(deadline, deadline);
            using var first = Join("first");
            first.Meet();
            var waited = clock.Elapsed;

            // The first waited for the slowest to start; now all are there.
            clock.Restart();
            using var processes = Join("second");
            processes.Meet();
            var joined = clock.Elapsed;
            stage = LinkStage.Measure;
            return new LinkMeasurement
            {
                Processes = place.Size,
                ProcessesHere = place.LocalSize,
                Meets = meeting.ToString(),
                Address = own,
                Device = device.ToString(),
                WaitSeconds = waited.TotalSeconds,
                JoinSeconds = joined.TotalSeconds,
                Sums = [.. Sizes.Select(size => Sum(processes, device, size.Bytes, size.Count))],
                GatherSeconds = Gather(processes),
            };

            ManyProcesses Join(string name) =>
                ManyProcesses.Join(store, place.Rank, place.Size, own, device, deadlines, $"doctor {place.Restarts} {name}");
        }
        catch (TensorException error)
        {
            throw LinkFailure.Of(error, place, stage, own, deadline);
        }
    }

    private static MeasuredSum Sum(ManyProcesses processes, Device device, long bytes, int count)
    {
        using var scope = TensorScope.Open();
        var tensor = Tensor.Zeros([bytes / sizeof(float)], DType.Float32, device);
        return new MeasuredSum(bytes, count, Median(processes, count, () =>
        {
            processes.Sum(tensor);
            if (!device.IsCpu)
            {
                Cuda.Synchronize(device.Index);
            }
        }));
    }

    private static double Gather(ManyProcesses processes)
    {
        var message = new byte[Message];
        return Median(processes, MessageCount, () => processes.Gather(message));
    }

    // The first ones set up what later ones use.
    private static double Median(ManyProcesses processes, int count, Action call)
    {
        for (var i = 0; i < Math.Max(2, count / 10); i++)
        {
            call();
        }

        processes.Meet();
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var clock = Stopwatch.StartNew();
            call();
            times[i] = clock.Elapsed.TotalSeconds;
        }

        return times.Order().ElementAt(count / 2);
    }
}
