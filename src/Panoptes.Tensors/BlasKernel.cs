using Panoptes.Tensors.MatrixProducts;
using Panoptes.Tensors.Native;

namespace Panoptes.Tensors;

/// <summary>
/// The kernels that matrix products run on. Chosen before libtorch is loaded, as OpenBLAS reads its environment then and never again: by
/// <c>OPENBLAS_CORETYPE</c> where the user has set it, else by a table of what the processor has (docs/performance.md).
/// </summary>
public static unsafe class BlasKernel
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static string? s_wanted;
    private static KernelChoice s_choice = new(null, "libtorch is not loaded yet");

    /// <summary>The kernel in use, as OpenBLAS names it (Haswell, SkylakeX, Zen), or null where products are another library's.</summary>
    public static string? Name =>
        Dispatcher.Text((text, size) => NativeMethods.BlasKernel((byte*)text, size)) is { Length: > 0 } name ? name : null;

    /// <summary>
    /// OpenBLAS's account of its build, such as <c>OpenBLAS 0.3.21 DYNAMIC_ARCH ...</c>, or null where products are another library's.
    /// </summary>
    public static string? Build =>
        Dispatcher.Text((text, size) => NativeMethods.BlasConfiguration((byte*)text, size)) is { Length: > 0 } build ? build : null;

    /// <summary>
    /// Threads of OpenBLAS's products, which <see cref="Tensors.Threads.Count"/> sets; 0 where products are another library's.
    /// </summary>
    public static int Threads
    {
        get
        {
            var count = NativeMethods.BlasThreads();
            TensorException.ThrowIfFailed(count, "threads of OpenBLAS");
            return count;
        }
    }

    /// <summary>How the kernel was chosen.</summary>
    public static KernelChoice Choice => s_choice;

    /// <summary>Whether the processor has wider vectors than a kernel uses; false where that cannot be told.</summary>
    public static bool IsNarrow(string kernel) =>
        ProcessorFeatures.Here() is { } processor && KernelTable.WidthOf(kernel) < processor.Width;

    /// <summary>
    /// Goes on with a kernel that earlier results came from: asks for it where libtorch is not loaded yet and the user has not set another,
    /// and loads libtorch. A kernel that this machine cannot run, or that fails its trial, is not taken.
    /// </summary>
    /// <param name="kernel">The kernel as <see cref="Name"/> gave it, or null for none in particular.</param>
    /// <returns>Whether products run on that kernel now; true too for null.</returns>
    public static bool Continue(string? kernel)
    {
        if (BridgeLibrary.LoadedFrom is null)
        {
            s_wanted = kernel;
        }

        return kernel is null || string.Equals(Name, kernel, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Chooses, for a bridge that is about to be loaded, and returns the kernel to tell OpenBLAS, or null.</summary>
    internal static string? ChooseFor(string bridge)
    {
        s_choice = Decide(bridge);
        return s_choice.Kernel;
    }

    private static KernelChoice Decide(string bridge)
    {
        if (Environment.GetEnvironmentVariable(KernelChooser.Variable) is { Length: > 0 })
        {
            return new(null, $"{KernelChooser.Variable} is set");
        }

        if (ProcessorFeatures.Here() is not { } processor)
        {
            return new(null, "OpenBLAS's own choice");
        }

        var program = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(bridge))!, KernelCheck.FileName);
        if (!File.Exists(program))
        {
            return new(null, $"OpenBLAS's own choice: there is no {KernelCheck.FileName} beside the bridge to try another");
        }

        var record = KernelRecord.Folder() is { } folder ? Path.Combine(folder, KernelRecord.FileName(bridge, processor, s_wanted)) : null;
        if (record is not null && KernelRecord.Read(record) is { } known)
        {
            return known.Choice;
        }

        var check = new KernelCheck(program, bridge, s_patience);
        var (choice, own) = new KernelChooser(processor, check.Try).Choose(s_wanted);
        if (record is not null && own is not null)
        {
            new KernelRecord { Choice = choice, Libraries = own.Libraries.Distinct().ToDictionary(path => path, KernelRecord.Stamp) }
                .Write(record);
        }

        return choice;
    }
}
