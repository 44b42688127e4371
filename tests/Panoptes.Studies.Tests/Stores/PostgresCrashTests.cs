using System.Collections.Concurrent;
using Panoptes.Studies.Stores;
using static Panoptes.Studies.Tests.Stores.SampleCells;

namespace Panoptes.Studies.Tests.Stores;

[Trait("Speed", "Slow")]
public sealed class PostgresCrashTests
{
    [Fact]
    public async Task When_the_server_crashes_writers_wait_and_lose_nothing()
    {
        using var server = new PostgresServerProcess();
        var connection = server.Emptied();
        var written = new ConcurrentDictionary<string, long>();
        using var stop = new CancellationTokenSource();
        StudyStores.Open(connection, "", "study").Dispose();
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Factory.StartNew(
            () =>
            {
                using var store = StudyStores.Open(connection, "", "study");
                for (var i = 1L; !stop.IsCancellationRequested; i++)
                {
                    var id = $"{writer}-{i % 100}";
                    store.Write([Cell(id, i)]);
                    store.Write(id, i, [Number(id, i, 1, i)]);
                    written[id] = i;
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();

        for (var crash = 0; crash < 2; crash++)
        {
            await GrowBy(100);
            server.Crash();
            var late = Task.Run(() => StudyStores.Open(connection, "", "study").Dispose());
            await Task.Delay(700);
            Assert.False(late.IsCompleted);
            Assert.All(writers, writer => Assert.False(writer.IsCompleted, $"{writer.Exception}"));
            server.Start();
            await late;
        }

        await GrowBy(100);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        using var after = StudyStores.Open(connection, "", "study");
        var tokens = after.Cells().ToDictionary(cell => cell.Id, cell => cell.Token);
        Assert.Equal(written.Count, tokens.Count);
        Assert.All(written, entry => Assert.Equal(entry.Value, tokens[entry.Key]));
        Assert.All(written, entry => Assert.Contains(after.Evaluations(entry.Key), row => row.Attempt == entry.Value));

        async Task GrowBy(long count)
        {
            var goal = written.Values.Sum() + count;
            for (var waited = 0; written.Values.Sum() < goal; waited++)
            {
                Assert.True(waited < 600, "the writers do not go on");
                await Task.Delay(100);
            }
        }
    }
}
