using System.ComponentModel;
using System.Diagnostics;

namespace Panoptes.Cli.Doctor;

/// <summary>The Debian packages that ./panoptes installs (the list of eng/setup.sh), and what is there of them.</summary>
internal static class PackagesProbe
{
    private const string Part = "packages";
    private static readonly string[] Always =
        ["libopenblas0-pthread", "libspng-dev", "libturbojpeg0-dev", "libdeflate0", "libisal2", "cmake", "ninja-build", "g++"];
    private static readonly string[] ForDebiansLibtorch = ["libtorch-dev", "libgloo-dev", "libgoogle-glog-dev"];

    /// <summary>Looks at the packages.</summary>
    public static IEnumerable<Finding> Look()
    {
        var needed =
            Environment.GetEnvironmentVariable("PANOPTES_LIBTORCH") is { Length: > 0 } ? Always : [.. ForDebiansLibtorch, .. Always];
        if (Installed(needed) is not { } versions)
        {
            yield return new(
                Part, "dpkg", Level.Warning, $"not a Debian machine; what these packages hold must be there: {string.Join(' ', needed)}");
            yield break;
        }

        foreach (var package in needed)
        {
            yield return versions.TryGetValue(package, out var version)
                ? new(Part, package, Level.Good, version)
                : new(Part, package, Level.Lack, "not installed", $"{Sudo}apt-get install -y --no-install-recommends {package}");
        }
    }

    /// <summary>"sudo " where commands need it.</summary>
    public static string Sudo => Environment.UserName == "root" ? "" : "sudo ";

    private static Dictionary<string, string>? Installed(IEnumerable<string> packages)
    {
        var start = new ProcessStartInfo("dpkg-query") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-W");
        start.ArgumentList.Add("-f");
        start.ArgumentList.Add("${db:Status-Status} ${Package} ${Version}\n");
        foreach (var package in packages)
        {
            start.ArgumentList.Add(package);
        }

        try
        {
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var lines = process.StandardOutput.ReadToEnd().Split('\n');
            process.WaitForExit();
            return lines.Select(line => line.Split(' ')).Where(words => words is ["installed", _, _])
                .ToDictionary(words => words[1], words => words[2]);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
