using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Panoptes.Tensors.MatrixProducts;

/// <summary>
/// Tries kernels by panoptes_blas_check, which lies beside the bridge: products of many shapes against sums in a wider type.
/// </summary>
/// <param name="program">The program.</param>
/// <param name="bridge">The bridge whose libtorch brings the BLAS.</param>
/// <param name="patience">After how long a trial counts as one that never ends.</param>
internal sealed class KernelCheck(string program, string bridge, TimeSpan patience)
{
    /// <summary>The program's file name.</summary>
    public const string FileName = "panoptes_blas_check";

    /// <summary>Tries one kernel.</summary>
    /// <param name="kernel">Its name, or null for the one that OpenBLAS chooses.</param>
    /// <returns>What was found, or null where nothing could be tried.</returns>
    public KernelTrial? Try(string? kernel)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(bridge);
        start.Environment.Remove(KernelChooser.Variable);
        if (kernel is not null)
        {
            start.Environment[KernelChooser.Variable] = kernel;
        }

        try
        {
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(patience))
            {
                process.Kill(entireProcessTree: true);
                return Read(
                    output.GetAwaiter().GetResult(),
                    $"no end after {patience.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)} s");
            }

            return Read(
                output.GetAwaiter().GetResult(), process.ExitCode is 0 or 1 or 2 ? null : $"a crash (exit code {process.ExitCode})");
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static KernelTrial? Read(string output, string? fault)
    {
        string? kernel = null;
        var (isRight, isKnown) = (false, false);
        var libraries = new List<string>();
        foreach (var line in output.Split('\n'))
        {
            var space = line.IndexOf(' ');
            var (word, rest) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..]);
            switch (word)
            {
                case "kernel":
                    (kernel, isKnown) = (rest.Length > 0 ? rest : null, true);
                    break;
                case "library":
                    libraries.Add(rest);
                    break;
                case "right":
                    isRight = true;
                    break;
                case "wrong":
                    fault = $"a wrong {rest}";
                    break;
            }
        }

        // A kernel that could not even be loaded has no name to give.
        return isKnown || fault is not null ? new KernelTrial(kernel, isRight && fault is null, fault, libraries) : null;
    }
}
