using System.Diagnostics;
using Panoptes.Tensors.MatrixProducts;

namespace Panoptes.Tensors.Tests.MatrixProducts;

public sealed class KernelCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("panoptes-blas-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("echo kernel $OPENBLAS_CORETYPE; echo right", "Zen", true, null)]
    [InlineData("echo kernel Zen; echo wrong sgemm of 2x2x2; exit 1", "Zen", false, "a wrong sgemm of 2x2x2")]
    [InlineData("echo kernel Zen; kill -SEGV $$", "Zen", false, "a crash")]
    [InlineData("kill -ILL $$", null, false, "a crash")]
    [InlineData("echo kernel Zen; exec sleep 60", "Zen", false, "no end")]
    [InlineData("echo kernel; echo library /lib/libmkl_rt.so", null, false, null)]
    public void What_a_trial_says_or_how_it_ends_is_understood(string script, string? kernel, bool isRight, string? fault)
    {
        var trial = new KernelCheck(
            Script(script), "bridge", TimeSpan.FromSeconds(script.Contains("sleep", StringComparison.Ordinal) ? 1 : 60)).Try("Zen");
        Assert.NotNull(trial);
        Assert.Equal((kernel, isRight), (trial.Kernel, trial.IsRight));
        Assert.Equal(fault is null, trial.Fault is null);
        Assert.Contains(fault ?? "", trial.Fault ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_can_be_tried_there_is_no_trial()
    {
        Assert.Null(new KernelCheck(Path.Combine(_folder, "none"), "bridge", TimeSpan.FromSeconds(9)).Try(null));
        Assert.Null(new KernelCheck(Script("echo failed no bridge; exit 2"), "bridge", TimeSpan.FromSeconds(60)).Try(null));
    }

    /// <summary>The program that is beside the bridge, on the BLAS of this machine and on ones that are wrong in one place each.</summary>
    [Fact]
    public void The_program_passes_this_machines_products_and_finds_wrong_ones()
    {
        _ = Libtorch.Version;
        var program = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Libtorch.BridgePath!))!, KernelCheck.FileName);
        var here = new KernelCheck(program, Libtorch.BridgePath!, TimeSpan.FromMinutes(5)).Try(BlasKernel.Name);
        Assert.NotNull(here);
        Assert.Equal(BlasKernel.Name, here.Kernel);
        Assert.True(here.IsRight || BlasKernel.Name is null, here.Fault);

        string[] faults =
        [
            "int unused", // None: it must pass, or the others would prove nothing.
            "if (m == 33) sum += 0.001f * (i == 32)", // One row of one width.
            "if (k > 4000) sum *= 1.0001f", // A product that loses a block.
            "if (n > 1000 && threads > 0 && j == n - 1) sum = 0", // The last column of a wide one.
            "if (beta == 0) sum += 0 * c[i + j * ldc]", // What must not be read.
            "if (i == m - 1 && ldc > m) c[m + j * ldc] = 1", // What must not be written.
        ];
        for (var which = 0; which < faults.Length; which++)
        {
            var trial = new KernelCheck(program, Library(which, faults[which]), TimeSpan.FromMinutes(5)).Try(null);
            Assert.NotNull(trial);
            Assert.Equal("Plain", trial.Kernel);
            Assert.True(trial.IsRight == (which == 0), $"{faults[which]}: {trial.Fault ?? "right"}");
        }
    }

    private string Script(string text)
    {
        var path = Path.Combine(_folder, "check.sh");
        File.WriteAllText(path, $"#!/bin/bash\n{text}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    /// <summary>A plain BLAS with one fault.</summary>
    private string Library(int which, string fault)
    {
        var source = Path.Combine(_folder, $"blas{which}.cpp");
        var library = Path.Combine(_folder, $"libblas{which}.so");
        File.WriteAllText(source, $$"""
            static int threads = 1;
            template <typename T>
            static void gemm(
                bool ta, bool tb, int m, int n, int k, T alpha, const T* a, int lda, const T* b, int ldb, T beta, T* c, int ldc) {
                for (int j = 0; j < n; j++) for (int i = 0; i < m; i++) {
                    T sum = 0;
                    for (int l = 0; l < k; l++) sum += (ta ? a[l + i * lda] : a[i + l * lda]) * (tb ? b[j + l * ldb] : b[l + j * ldb]);
                    {{fault}};
                    c[i + j * ldc] = alpha * sum + (beta == 0 ? 0 : beta * c[i + j * ldc]);
                }
            }
            template <typename T>
            static void gemv(bool ta, int m, int n, T alpha, const T* a, int lda, const T* x, int dx, T beta, T* y, int dy) {
                for (int i = 0; i < (ta ? n : m); i++) {
                    T sum = 0;
                    for (int l = 0; l < (ta ? m : n); l++) sum += (ta ? a[l + i * lda] : a[i + l * lda]) * x[l * dx];
                    y[i * dy] = alpha * sum + beta * y[i * dy];
                }
            }
            #define PLAIN(T, p) \
            extern "C" void p##gemm_( \
                const char* ta, const char* tb, const int* m, const int* n, const int* k, const T* al, const T* a, const int* lda, \
                const T* b, const int* ldb, const T* be, T* c, const int* ldc) { \
                gemm<T>(*ta == 'T', *tb == 'T', *m, *n, *k, *al, a, *lda, b, *ldb, *be, c, *ldc); } \
            extern "C" void p##gemv_( \
                const char* ta, const int* m, const int* n, const T* al, const T* a, const int* lda, const T* x, const int* dx, \
                const T* be, T* y, const int* dy) { gemv<T>(*ta == 'T', *m, *n, *al, a, *lda, x, *dx, *be, y, *dy); }
            PLAIN(float, s)
            PLAIN(double, d)
            extern "C" const char* openblas_get_corename() { return "Plain"; }
            extern "C" void openblas_set_num_threads(int count) { threads = count; }
            extern "C" int openblas_get_num_procs() { return threads > 0 ? 1 : 0; }
            """);
        using var compiler = Process.Start("g++", ["-O1", "-w", "-shared", "-fPIC", source, "-o", library]);
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
        return library;
    }
}
