using Panoptes.Tensors.Distributed;

namespace Panoptes.Tensors.Tests.Distributed;

/// <summary>Processes that are threads of this one, joined as real ones are.</summary>
internal static class Ranks
{
    /// <summary>Runs some work in every rank; the first error of any is thrown.</summary>
    public static T[] Run<T>(int size, Func<ProcessGroup, T> work, double deadline = 60)
    {
        var file = Path.Combine(Path.GetTempPath(), $"panoptes-ranks-{Guid.NewGuid():n}");
        var (results, errors) = (new T[size], new Exception?[size]);
        using var joined = new Barrier(size);
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                using var scope = TensorScope.Open();
                using var store = ProcessStore.OfFile(file, size);
                using var group = ProcessGroup.Join(
                    store, "test", rank, size, "127.0.0.1", Device.Cpu, TimeSpan.FromSeconds(deadline));

                // Work that needs nobody would end, and leave, before the others have joined.
                joined.SignalAndWait(TimeSpan.FromSeconds(deadline));
                results[rank] = work(group);
            }
            catch (Exception error)
            {
                errors[rank] = error;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        File.Delete(file);
        return errors.FirstOrDefault(error => error is not null) is { } first
            ? throw new InvalidOperationException(first.Message, first) : results;
    }
}
