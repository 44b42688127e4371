using System.Runtime.ExceptionServices;
using System.Text;
using Panoptes.Foundation;
using Panoptes.Training.Collectives;

namespace Panoptes.Training.Evaluation;

/// <summary>
/// A count that processes share: each counts its part, and every one gets the sum. Where one cannot count its part, all others hear of it;
/// else they would wait for it.
/// </summary>
internal static class SharedCount
{
    private enum Message : byte
    {
        Counted,
        GaveUp,
        Failed,
    }

    /// <summary>Counts and adds up.</summary>
    /// <param name="collective">The processes; all of them call this.</param>
    /// <param name="networks">How many networks are measured.</param>
    /// <param name="begin">Counts with nothing counted, of one network.</param>
    /// <param name="count">Counts this process's part into those of every network.</param>
    /// <returns>By network, what all processes counted, added up in the order of ranks.</returns>
    /// <exception cref="InputException">Another process failed; says why. What fails here is thrown as it is.</exception>
    /// <exception cref="OperationCanceledException">This process or another gave up.</exception>
    public static EvaluationCounts[] Run(
        ICollective collective, int networks, Func<EvaluationCounts> begin, Action<EvaluationCounts[]> count)
    {
        EvaluationCounts[] Begin() => [.. Enumerable.Range(0, networks).Select(_ => begin())];
        var own = Begin();
        if (collective.Size == 1)
        {
            count(own);
            return own;
        }

        var (message, failure) = Attempt(own, count);
        // Some have more to measure than others.
        collective.Meet();
        var messages = collective.Gather(message);
        failure?.Throw();
        var sums = Begin();
        for (var rank = 0; rank < messages.Count; rank++)
        {
            Add(sums, messages[rank], rank);
        }

        return sums;
    }

    private static (byte[] Message, ExceptionDispatchInfo? Failure) Attempt(EvaluationCounts[] own, Action<EvaluationCounts[]> count)
    {
        try
        {
            count(own);
            return (Counted(own), null);
        }
        catch (Exception error)
        {
            var kind = error is OperationCanceledException ? Message.GaveUp : Message.Failed;
            return ([(byte)kind, .. Encoding.UTF8.GetBytes(error.Message)], ExceptionDispatchInfo.Capture(error));
        }
    }

    private static byte[] Counted(EvaluationCounts[] own)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write((byte)Message.Counted);
        foreach (var counts in own)
        {
            var bytes = counts.ToBytes();
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }

        writer.Flush();
        return memory.ToArray();
    }

    private static void Add(EvaluationCounts[] sums, byte[] message, int rank)
    {
        using var reader = new BinaryReader(new MemoryStream(message));
        switch ((Message)reader.ReadByte())
        {
            case Message.Counted:
                foreach (var counts in sums)
                {
                    counts.MergeFrom(reader.ReadBytes(reader.ReadInt32()));
                }

                break;
            case Message.GaveUp:
                throw new OperationCanceledException($"process {rank} gave up the evaluation");
            default:
                throw new InputException(
                    $"process {rank}", Encoding.UTF8.GetString(message.AsSpan(1)), "an evaluation of its part of the data set",
                    "see what that process says");
        }
    }
}
