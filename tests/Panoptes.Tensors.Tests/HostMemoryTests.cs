using System.Globalization;
using Panoptes.Foundation;

namespace Panoptes.Tensors.Tests;

public sealed class HostMemoryTests
{
    public HostMemoryTests() => Assert.True(HostMemory.KeepFreed());

    [Fact]
    public void Kept_memory_is_used_again_without_faulting_its_pages_in_anew()
    {
        Tensor.Zeros([4096, 4096]).Dispose();
        var before = MinorFaults();
        for (var k = 0; k < 4; k++)
        {
            Tensor.Zeros([4096, 4096]).Dispose();
        }

        // 64 MiB are 16,384 pages; anew each time they would be 65,536 faults.
        Assert.InRange(MinorFaults() - before, 0, 8_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Blocks_of_any_size_never_overlap_and_are_aligned(long seed)
    {
        var failures = new Exception?[2];
        var threads = Enumerable.Range(0, 2).Select(k => new Thread(() => failures[k] = Record.Exception(() => Play(seed, k)))).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.All(failures, Assert.Null);

        static void Play(long seed, int thread)
        {
            var random = new SeededRandom(seed, thread);
            var alive = new List<(Tensor Tensor, long Mark)>();
            for (var k = 0; k < 300; k++)
            {
                if (alive.Count > 0 && random.NextBool(alive.Count / 20.0))
                {
                    var at = random.NextInt(0, alive.Count);
                    var (tensor, mark) = alive[at];
                    var values = tensor.Data<long>();
                    Assert.False(values.ContainsAnyExcept(mark), $"a block of {tensor} was written to by another");
                    tensor.Dispose();
                    alive.RemoveAt(at);
                }
                else
                {
                    var tensor = Tensor.Full([random.NextInt(1, 200_000)], 2L * k + thread, DType.Int64);
                    Assert.Equal(0, tensor.DataPointer % 64);
                    alive.Add((tensor, 2L * k + thread));
                }
            }

            alive.ForEach(entry => entry.Tensor.Dispose());
        }
    }

    [Fact]
    public void Unused_memory_goes_back_and_can_be_used_again()
    {
        Tensor.Zeros([4096, 8192]).Dispose();
        var held = ResidentBytes();
        Assert.True(HostMemory.ReleaseUnused() >= 128 << 20);
        Assert.InRange(ResidentBytes(), 0, held - (100 << 20));
        using var again = Tensor.Ones([4096, 8192]);
        Assert.Equal(4096 * 8192, again.Sum(DType.Float64).Item());
    }

    [Fact]
    public void Garbage_of_small_steps_is_collected_long_before_the_cache_is_full_of_it()
    {
        HostMemory.CollectGarbage();
        var before = GC.CollectionCount(0);
        for (var k = 0; k < 3000; k++)
        {
            GC.KeepAlive(new byte[1024]);
            HostMemory.CollectGarbage();
        }

        Assert.InRange(GC.CollectionCount(0) - before, 2, 10);
    }

    [Fact]
    public void The_bytes_of_living_tensors_and_their_peak_are_counted()
    {
        var before = HostMemory.TensorBytes.Live;
        HostMemory.ResetPeak();
        using (Tensor.Zeros([1 << 20]))
        {
            Tensor.Zeros([1 << 10]).Dispose();
            Assert.InRange(HostMemory.TensorBytes.Live - before, 4 << 20, (4 << 20) + 8192);
        }

        Assert.Equal(before, HostMemory.TensorBytes.Live);
        Assert.InRange(HostMemory.TensorBytes.Peak - before, (4 << 20) + 4096, (4 << 20) + 16384);
    }

    private static long ResidentBytes()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static long MinorFaults()
    {
        // Field 10 of /proc/self/stat; the fields are counted behind the name in parentheses.
        var stat = File.ReadAllText("/proc/self/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }
}
