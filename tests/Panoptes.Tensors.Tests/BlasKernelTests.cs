using Panoptes.Tensors.MatrixProducts;

namespace Panoptes.Tensors.Tests;

public sealed class BlasKernelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("panoptes-blas-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_thread_count_governs_openblas_too()
    {
        var before = Threads.Count;
        try
        {
            foreach (var count in new[] { 1, 2 })
            {
                Threads.Count = count;
                Assert.Equal(BlasKernel.Name is null ? 0 : Math.Min(count, 2), BlasKernel.Threads);
            }
        }
        finally
        {
            Threads.Count = before;
        }
    }

    [Fact]
    public void The_kernel_in_use_is_known_with_a_reason_and_a_loaded_one_is_not_changed()
    {
        var name = BlasKernel.Name;
        Assert.Equal(name is null, BlasKernel.Build is null);
        Assert.NotEqual("libtorch is not loaded yet", BlasKernel.Choice.Reason);
        Assert.True(BlasKernel.Continue(null));
        Assert.True(name is null || BlasKernel.Continue(name));
        Assert.False(BlasKernel.Continue("no such kernel"));
        Assert.Equal(name, BlasKernel.Name);
        if (Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") is { Length: > 0 })
        {
            Assert.Equal(new KernelChoice(null, "OPENBLAS_CORETYPE is set"), BlasKernel.Choice);
        }
    }

    [Fact]
    public void A_record_holds_until_a_library_is_another()
    {
        var (library, path) = (Path.Combine(_folder, "libopenblas.so.0"), Path.Combine(_folder, "deep", "record.json"));
        File.WriteAllText(library, "one");
        new KernelRecord
        {
            Choice = new("Zen", "why", IsWanting: true),
            Libraries =
            new Dictionary<string, string> { [library] = KernelRecord.Stamp(library) }
        }.Write(path);
        Assert.Equal(new KernelChoice("Zen", "why", true), KernelRecord.Read(path)?.Choice);

        File.WriteAllText(library, "another");
        Assert.Null(KernelRecord.Read(path));
        Assert.Null(KernelRecord.Read(Path.Combine(_folder, "none.json")));
        foreach (var damaged in new[]
        {
            "",
            "{",
            "[]",
            "null",
            "{\"Choice\":null,\"Libraries\":{}}",
            "{\"Choice\":{\"Kernel\":3},\"Libraries\":{}}",
        })
        {
            File.WriteAllText(path, damaged);
            Assert.Null(KernelRecord.Read(path));
        }
    }

    [Fact]
    public void A_record_follows_links_and_cannot_be_kept_where_nothing_can_be_written()
    {
        var (link, target) = (Path.Combine(_folder, "link"), Path.Combine(_folder, "target"));
        File.WriteAllText(target, "one");
        File.CreateSymbolicLink(link, target);
        Assert.StartsWith(target, KernelRecord.Stamp(link), StringComparison.Ordinal);
        new KernelRecord { Choice = new("Zen", "why"), Libraries = new Dictionary<string, string>() }
            .Write(Path.Combine(target, "below a file", "record.json"));
        Assert.Equal("one", File.ReadAllText(target));
    }

    [Fact]
    public void This_processor_is_known_where_it_is_of_the_kind_that_kernels_are_chosen_for()
    {
        var processor = ProcessorFeatures.Here();
        Assert.Equal(processor, ProcessorFeatures.Here());
        Assert.Equal(
            System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64,
            processor is not null);
    }
}
