using Panoptes.Tensors.MatrixProducts;

namespace Panoptes.Tensors.Tests.MatrixProducts;

public sealed class KernelChooserTests
{
    private static readonly ProcessorFeatures s_newIntel = new(VectorWidth.Avx512, HasBfloat16: true, IsAmd: false, "new");
    private static readonly ProcessorFeatures s_intel = new(VectorWidth.Avx512, HasBfloat16: false, IsAmd: false, "server");
    private static readonly ProcessorFeatures s_laptop = new(VectorWidth.Avx2, HasBfloat16: false, IsAmd: false, "laptop");
    private static readonly ProcessorFeatures s_amd = new(VectorWidth.Avx2, HasBfloat16: false, IsAmd: true, "amd");
    private static readonly ProcessorFeatures s_old = new(VectorWidth.Sse, HasBfloat16: false, IsAmd: false, "old");

    public static TheoryData<string, string, string?> Choices => new()
    {
        // Debian 12's OpenBLAS on processors of later years.
        { "new", "Prescott", "Cooperlake" },
        { "server", "Prescott", "SkylakeX" },
        { "laptop", "Prescott", "Haswell" },
        { "amd", "Barcelona", "Zen" },
        { "server", "Haswell", "SkylakeX" },
        { "laptop", "Sandybridge", "Haswell" },

        // What uses all that the processor has stays.
        { "new", "SapphireRapids", null },
        { "new", "SkylakeX", null },
        { "server", "SKYLAKEX", null },
        { "laptop", "Zen", null },
        { "amd", "Haswell", null },
        { "old", "Prescott", null },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void The_table_takes_a_kernel_that_uses_more_and_leaves_one_that_uses_all(string processor, string own, string? expected)
    {
        ProcessorFeatures[] processors = [s_newIntel, s_intel, s_laptop, s_amd, s_old];
        var machine = new Machine(own);
        var choice = machine.Chooser(processors.Single(entry => entry.Identity == processor)).Choose(null).Choice;
        Assert.Equal(expected, choice.Kernel);
        Assert.False(choice.IsWanting);
        Assert.Equal(expected is null ? [null] : [null, expected], machine.Tried);
    }

    [Fact]
    public void A_kernel_that_is_wrong_crashes_or_is_another_than_asked_for_is_never_taken()
    {
        var machine =
            new Machine("Prescott") { Faults = { ["Cooperlake"] = "a wrong sgemm of 3x3x3", ["SkylakeX"] = "a crash (exit code 139)" } };
        Assert.Equal("Haswell", machine.Chooser(s_newIntel).Choose(null).Choice.Kernel);

        // An OpenBLAS built for few processors answers another name than it was asked for.
        var fixedOne = new Machine("Prescott") { Lacking = { "SkylakeX", "Haswell", "Sandybridge" } };
        var (choice, _) = fixedOne.Chooser(s_intel).Choose(null);
        Assert.Null(choice.Kernel);
        Assert.True(choice.IsWanting);
    }

    [Fact]
    public void Where_openblas_own_kernel_is_wrong_the_best_right_one_is_taken_however_narrow()
    {
        var machine =
            new Machine("SkylakeX") { Faults = { ["SkylakeX"] = "a wrong dgemm of 5x7x9", ["Cooperlake"] = "a wrong dgemm of 5x7x9" } };
        var choice = machine.Chooser(s_newIntel).Choose(null).Choice;
        Assert.Equal("Haswell", choice.Kernel);
        Assert.Contains("a wrong dgemm of 5x7x9", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_kernel_is_right_openblas_own_stays_and_it_is_said()
    {
        var machine = new Machine("SkylakeX") { Faults = { ["SkylakeX"] = "x", ["Haswell"] = "x", ["Sandybridge"] = "x" } };
        var choice = machine.Chooser(s_intel).Choose(null).Choice;
        Assert.Null(choice.Kernel);
        Assert.True(choice.IsWanting);
    }

    [Fact]
    public void A_kernel_to_go_on_with_comes_first_where_it_passes_its_trial()
    {
        Assert.Equal("Haswell", new Machine("SkylakeX").Chooser(s_intel).Choose("Haswell").Choice.Kernel);
        Assert.Null(new Machine("Prescott").Chooser(s_intel).Choose("Prescott").Choice.Kernel);
        Assert.Equal(
            "SkylakeX", new Machine("Prescott") { Faults = { ["Haswell"] = "a crash" } }.Chooser(s_intel).Choose("Haswell").Choice.Kernel);
    }

    [Fact]
    public void Without_openblas_or_without_a_trial_nothing_is_asked_for()
    {
        Assert.Null(new KernelChooser(s_intel, _ => null).Choose(null).Choice.Kernel);
        Assert.Null(new KernelChooser(s_intel, _ => new KernelTrial(null, true, null, [])).Choose("Haswell").Choice.Kernel);
    }

    private sealed class Machine(string own)
    {
        public Dictionary<string, string> Faults { get; } = [];

        public List<string> Lacking { get; } = [];

        public List<string?> Tried { get; } = [];

        public KernelChooser Chooser(ProcessorFeatures processor) => new(processor, kernel =>
        {
            Tried.Add(kernel);
            var taken = kernel is null || Lacking.Contains(kernel) ? own : kernel;
            return new KernelTrial(taken, !Faults.ContainsKey(taken), Faults.GetValueOrDefault(taken), ["/lib/libopenblas.so.0"]);
        });
    }
}
