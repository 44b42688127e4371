using System.Diagnostics;

namespace Panoptes.Experiments.Tests.Bench;

/// <summary>A fact that runs a Python with PyTorch ($PYTHON, else the system's); skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPyTorchFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> HasPyTorch = new(IsThere);

    public NeedsPyTorchFactAttribute()
    {
        if (!HasPyTorch.Value)
        {
            Skip = $"needs PyTorch for {Python}: apt-get install python3-torch";
        }
    }

    /// <summary>The Python that is meant.</summary>
    public static string Python => Environment.GetEnvironmentVariable("PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";

    private static bool IsThere()
    {
        if (!File.Exists(Python))
        {
            return false;
        }

        using var process = Process.Start(
            Python, ["-c", "import sys, importlib.util; sys.exit(importlib.util.find_spec('torch') is None)"]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
