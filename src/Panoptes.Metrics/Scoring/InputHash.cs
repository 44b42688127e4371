using System.Security.Cryptography;
using System.Text;
using Panoptes.Foundation;

namespace Panoptes.Metrics.Scoring;

/// <summary>Hashes of what a score was computed from, so that a number can be traced to its files.</summary>
internal static class InputHash
{
    /// <summary>A file's SHA-256, or that of a folder: over the names and hashes, in order, of its files that count and end so.</summary>
    public static string Of(string path, string ending = "")
    {
        if (File.Exists(path))
        {
            return Convert.ToHexStringLower(HashFile(path));
        }

        var files = ListedFiles.WithEnding(path, ending);
        var hashes = new byte[files.Count][];
        ParallelItems.Run(files.Count, Environment.ProcessorCount, i => hashes[i] = HashFile(files[i]));
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < files.Count; i++)
        {
            all.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(path, files[i]) + "\0"));
            all.AppendData(hashes[i]);
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static byte[] HashFile(string path)
    {
        using var stream = InputFolder.Open(path);
        return SHA256.HashData(stream);
    }
}
