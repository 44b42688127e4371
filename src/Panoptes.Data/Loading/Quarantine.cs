using System.Runtime.ExceptionServices;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Loading;

/// <summary>Counts samples that could not be read, up to a limit; the one that goes beyond it ends the run.</summary>
/// <param name="limit">How many different samples may be replaced; 0 allows none.</param>
internal sealed class Quarantine(int limit)
{
    private readonly Dictionary<string, QuarantinedSample> samples = [];

    /// <summary>Called for each new one.</summary>
    public Action<QuarantinedSample>? Added { get; set; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<QuarantinedSample> Samples
    {
        get
        {
            lock (samples)
            {
                return [.. samples.Values];
            }
        }
    }

    /// <summary>Notes one, or throws its error where there is no room.</summary>
    public void Add(SampleFiles files, Exception error, long step)
    {
        var named = error is InputException ? error : new InputException(
            files.Image, error.Message, "a sample that can be read", "check the file and its label", error);
        var sample = new QuarantinedSample(files, named.Message, step);
        lock (samples)
        {
            if (samples.ContainsKey(files.Image))
            {
                return;
            }

            if (samples.Count >= limit)
            {
                ExceptionDispatchInfo.Throw(named);
            }

            samples.Add(files.Image, sample);
        }

        Added?.Invoke(sample);
    }
}
