using FsCheck;
using FsCheck.Fluent;
using Panoptes.Studies.Leases;

namespace Panoptes.Studies.Tests.Leases;

/// <summary>Random histories of three processes against a model: who holds the newest token, and when it was last heard of.</summary>
public sealed class LeaseLawTests
{
    private const double Step = LeaseTrial.Period / 4;

    [Fact]
    public void Histories_in_files_are_those_of_the_model() => Check(isSqlite: false, 40);

    [Fact]
    public void Histories_in_sqlite_are_those_of_the_model() => Check(isSqlite: true, 15);

    private static void Check(bool isSqlite, int histories) => Prop.ForAll<byte[]>(history => Follow(isSqlite, history))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(histories).WithEndSize(60));

    private static bool Follow(bool isSqlite, byte[] history)
    {
        using var trial = new LeaseTrial(isSqlite);
        var processes = Enumerable.Range(0, 3).Select(_ => trial.Open()).ToArray();
        var held = new HeldLease?[3];
        var (newest, isHeld, unheard) = (0L, false, 0.0);
        foreach (var move in history)
        {
            var who = move % 3;
            var owner = LeaseTrial.Owner($"{who}");
            switch (move / 3 % 6)
            {
                case 0 or 1 when held[who] is null:
                    held[who] = processes[who].TryTake(LeaseTrial.Key, owner, out var holder);
                    if (held[who] is null)
                    {
                        Assert.True(isHeld);
                        Assert.Equal(newest, holder!.Token);
                    }
                    else
                    {
                        Assert.True(!isHeld || unheard >= 2 * LeaseTrial.Period, $"taken after {unheard} s");
                        Assert.Equal(newest + 1, held[who]!.Token);
                        (newest, isHeld, unheard) = (newest + 1, true, 0);
                    }

                    break;
                case 2 when held[who] is { } mine:
                    isHeld &= mine.Token != newest;
                    mine.Dispose();
                    held[who] = null;
                    break;
                case 3 when held[who] is { } mine:
                    Assert.Equal(isHeld && mine.Token == newest, mine.IsNewest());
                    unheard = mine.Token == newest ? 0 : unheard;
                    break;
                case 4:
                    trial.Time.Advance(Step);
                    unheard += Step;
                    break;
                case 5 when move > 240:
                    var stolen = processes[who].Steal(LeaseTrial.Key, owner, "for the test");
                    held[who]?.Dispose();
                    (held[who], newest, isHeld, unheard) = (stolen, newest + 1, true, 0);
                    Assert.Equal(newest, stolen.Token);
                    break;
            }

            var read = processes[who].Read(LeaseTrial.Key);
            Assert.Equal((newest, isHeld), (read?.Token ?? 0, read?.Owner is not null));
        }

        foreach (var lease in held)
        {
            lease?.Dispose();
        }

        return true;
    }
}
