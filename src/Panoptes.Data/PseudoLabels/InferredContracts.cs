using System.Security.Cryptography;
using System.Text;
using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;

namespace Panoptes.Data.PseudoLabels;

/// <summary>Keeps what was inferred of folders, so that their files are decoded once and not at every start.</summary>
/// <param name="folder">Where it is kept; made where missing.</param>
internal sealed class InferredContracts(string folder)
{
    /// <summary>The contract of some pairs: the one kept where their files are as they were, else a new one, which is kept.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="infer">Infers it.</param>
    /// <param name="warn">Takes what is to be said aloud.</param>
    public LabelContract Open(IReadOnlyList<PseudoLabelPair> pairs, Func<LabelContract> infer, Action<string> warn)
    {
        var path = Path.Combine(folder, $"labels-{Hash(pairs)[..16]}.json");
        if (File.Exists(path))
        {
            try
            {
                return LabelContractFile.Read(path);
            }
            catch (InputException)
            {
                // Damaged: inferred again below, and written over.
            }
        }

        var contract = infer();
        try
        {
            LabelContractFile.Write(path, contract);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            warn($"what was inferred of the labels cannot be kept, and will be found again the next time: {error.Message}");
        }

        return contract;
    }

    private static string Hash(IReadOnlyList<PseudoLabelPair> pairs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in pairs.SelectMany(pair => new[] { pair.Semantic, pair.Instance }).OfType<string>())
        {
            var info = LinkedFile.Of(file);
            hash.AppendData(Encoding.UTF8.GetBytes($"{file} {(info.Exists ? info.Length : -1)} {info.LastWriteTimeUtc.Ticks}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
