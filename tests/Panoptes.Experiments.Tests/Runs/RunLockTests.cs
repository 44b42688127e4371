using System.Diagnostics;
using System.Text.Json;
using Panoptes.Experiments.Runs;
using Panoptes.Foundation;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Runs;

public sealed class RunLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_lock_that_somebody_only_reads_is_taken_once_they_are_done()
    {
        using var read = new TemporaryFolder();
        read.Write("run/run.lock", "");
        var reader = File.OpenRead(read["run/run.lock"]);
        var reading = new Thread(() =>
        {
            Thread.Sleep(30);
            reader.Dispose();
        });
        reading.Start();
        RunLock.Take(read["run"], TimeProvider.System).Dispose();
        reading.Join();
    }

    [Fact]
    public void A_folder_has_one_owner_at_a_time()
    {
        using (RunLock.Take(folder.Path, time))
        {
            var error = Assert.Throws<InputException>(() => RunLock.Take(folder.Path, time));
            Assert.Contains("another process is writing", error.Message);
        }

        using var next = RunLock.Take(folder.Path, time);
        Assert.Null(next.Stale);
    }

    [Fact]
    public void Another_process_that_holds_the_lock_is_respected()
    {
        var path = folder.Write("run.lock", "");
        using var holder = Process.Start(new ProcessStartInfo("flock", ["-x", path, "cat"]) { RedirectStandardInput = true })!;
        try
        {
            InputException? error = null;
            for (var tries = 0; tries < 200 && error is null; tries++)
            {
                try
                {
                    RunLock.Take(folder.Path, time).Dispose();
                    Thread.Sleep(10);
                }
                catch (InputException held)
                {
                    error = held;
                }
            }

            Assert.NotNull(error);
        }
        finally
        {
            holder.StandardInput.Close();
            holder.WaitForExit();
        }
    }

    [Fact]
    public void The_record_of_a_killed_owner_on_this_host_is_taken_over_and_told()
    {
        Record(new LockOwner(Environment.MachineName, 4242, DateTime.UnixEpoch));
        using var taken = RunLock.Take(folder.Path, time);
        Assert.Equal(4242, taken.Stale!.Pid);
    }

    [Fact]
    public void The_record_of_another_host_counts_while_it_is_fresh()
    {
        Record(new LockOwner("elsewhere", 7, DateTime.UnixEpoch));
        var path = Path.Combine(folder.Path, "run.lock");
        File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime - TimeSpan.FromMinutes(4));
        Assert.Contains("process 7 on elsewhere", Assert.Throws<InputException>(() => RunLock.Take(folder.Path, time)).Message);
        File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime - TimeSpan.FromMinutes(6));
        using var taken = RunLock.Take(folder.Path, time);
        Assert.Equal("elsewhere", taken.Stale!.Host);
    }

    private void Record(LockOwner owner) => folder.Write("run.lock", JsonSerializer.Serialize(owner));
}
