using System.Security.Cryptography;
using System.Text;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Sampling;

/// <summary>Tells whether labels are still those that an index was made of, without reading them.</summary>
internal static class LabelFilesHash
{
    /// <summary>
    /// SHA-256 of the class table and of every sample's name and the paths' ends, sizes and times of its label files, in order: 64
    /// hexadecimal digits. Files that were only touched give another hash, which costs no more than building once more.
    /// </summary>
    /// <param name="dataset">The data set.</param>
    public static string Of(IDataset dataset)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        Add($"{dataset.Name}\n{SampleSegments.Layer(dataset)}\n{dataset.Classes.Describe()}");
        foreach (var file in dataset.SharedFiles)
        {
            Add(State(file));
        }

        for (var i = 0; i < dataset.Count; i++)
        {
            var files = dataset.Files(i);
            Add($"{files.Name}\n{State(files.Label)}\n{State(files.Instance)}\n");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));

        string State(string? file) =>
            file is null ? "" : seen.TryGetValue(file, out var known) ? known : seen[file] = LinkedFile.State(file);
    }
}
