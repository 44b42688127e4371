using System.Security.Cryptography;
using System.Text;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Runs;

/// <summary>Tells whether a split still has the files that it had, without reading them.</summary>
internal static class DataManifest
{
    /// <summary>SHA-256 of every sample's name and the sizes of its image and label files, in order.</summary>
    public static string Of(IDataset dataset)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < dataset.Count; i++)
        {
            var files = dataset.Files(i);
            hash.AppendData(Encoding.UTF8.GetBytes($"{files.Name}\n{Size(files.Image)}\n{Size(files.Label)}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // The length of a link is that of the path it holds.
    private static long Size(string? file)
    {
        if (file is null || new FileInfo(file) is not { Exists: true } info)
        {
            return -1;
        }

        return LinkedFile.Of(file) is { Exists: true } target ? target.Length : info.Length;
    }
}
