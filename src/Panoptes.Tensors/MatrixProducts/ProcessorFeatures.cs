using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Panoptes.Tensors.MatrixProducts;

/// <summary>What decides which kernels suit a processor.</summary>
/// <param name="Width">The widest vectors that the processor and the operating system have.</param>
/// <param name="HasBfloat16">Whether AVX-512 multiplies bfloat16.</param>
/// <param name="IsAmd">Whether it is AMD's.</param>
/// <param name="Identity">Vendor, family, model and stepping, and its features as CPUID gives them: another processor, another
/// text.</param>
internal sealed record ProcessorFeatures(VectorWidth Width, bool HasBfloat16, bool IsAmd, string Identity)
{
    /// <summary>This processor, or null where OpenBLAS's kernels go by other features than those of x86.</summary>
    public static ProcessorFeatures? Here()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || !X86Base.IsSupported)
        {
            return null;
        }

        var (most, ebx, ecx, edx) = X86Base.CpuId(0, 0);
        var model = X86Base.CpuId(1, 0);
        var features = most >= 7 ? X86Base.CpuId(7, 0) : default;
        var further = most >= 7 && features.Eax >= 1 ? X86Base.CpuId(7, 1) : default;

        // .NET has asked the operating system too whether it keeps the wide registers.
        var width = Avx512F.IsSupported && Avx512F.VL.IsSupported && Avx512DQ.IsSupported && Avx512BW.IsSupported && Avx512CD.IsSupported
            ? VectorWidth.Avx512
            : Avx2.IsSupported && Fma.IsSupported ? VectorWidth.Avx2
            : Avx.IsSupported ? VectorWidth.Avx
            : VectorWidth.Sse;
        int[] registers = [ebx, edx, ecx, model.Eax, model.Ecx, model.Edx, features.Ebx, features.Ecx, features.Edx, further.Eax];
        var identity = string.Join('-', registers.Select(register => register.ToString("x8", CultureInfo.InvariantCulture)));
        const int authenticAmd = 0x68747541; // "Auth", as CPUID gives it.
        return new ProcessorFeatures(width, (further.Eax & (1 << 5)) != 0, ebx == authenticAmd, $"{width}-{identity}");
    }
}
