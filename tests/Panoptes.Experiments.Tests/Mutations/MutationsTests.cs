using System.Diagnostics;
using System.Globalization;
using Panoptes.Foundation;
using Panoptes.Tests;
using Xunit.Abstractions;

namespace Panoptes.Experiments.Tests.Mutations;

/// <summary>
/// Whatever happens to a file, it is read, or refused in one line: no other exception, no hang, no memory beyond what the file can hold,
/// and nothing accepted that is no number. The figures of the whole are in docs/results.md.
/// </summary>
public sealed class MutationsTests(ITestOutputHelper output)
{
    private const long Seed = 20261129;
    private const int Sample = 60;
    private const long MostMemory = 96L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Formats => [.. MutatedFormats.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_mutated_file_is_read_or_refused_in_one_line(string format) => Run(format, Sample);

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Formats))]
    public void Ten_thousand_mutated_files_are_read_or_refused_in_one_line(string format) => Run(format, 10_000);

    private void Run(string name, int rounds)
    {
        var format = MutatedFormats.All.Single(candidate => candidate.Name == name);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "file" + (format.IsText ? ".json" : ".bin"));
        var kinds = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var good in format.Seeds)
        {
            File.WriteAllBytes(path, good);
            format.Read(path, good);
        }

        var (most, clock) = (0L, Stopwatch.StartNew());
        for (var round = 0; round < rounds; round++)
        {
            var good = format.Seeds[round % format.Seeds.Count];
            File.WriteAllBytes(path, Mutator.Mutate(good, format.IsText, Seed, round));
            var (outcome, memory) = ReadOnce(format, path, good, round);
            kinds[outcome] = kinds.GetValueOrDefault(outcome) + 1;
            most = Math.Max(most, memory);
        }

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"MUTATIONS | {name} | {rounds:N0} | {string.Join(", ", kinds.Select(kind => $"{kind.Key} {kind.Value:N0}"))} | "
                    + $"{most / 1048576.0:F1} | {clock.Elapsed.TotalSeconds:F1} |"));
        Assert.InRange(most, 0, MostMemory);
        Assert.True(kinds.ContainsKey("refused") || format.LeavesOut, "no mutation was refused: the reader did not see them");
    }

    // In a thread of its own, so that a hang is found and the seed is told.
    private static (string Outcome, long Memory) ReadOnce(MutatedFormat format, string path, byte[] good, int round)
    {
        var result = Task.Run(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var outcome = "read";
            try
            {
                format.Read(path, good);
            }
            catch (InputException refusal)
            {
                Assert.DoesNotContain('\n', refusal.Message);
                outcome = "refused";
            }
            catch (Exception other)
            {
                Assert.Fail($"round {round} of seed {Seed}: {other}");
            }

            return (outcome, GC.GetAllocatedBytesForCurrentThread() - before);
        });
        Assert.True(Task.WaitAny([result], Patience) == 0, $"round {round} of seed {Seed} hangs");
        return result.GetAwaiter().GetResult();
    }
}
