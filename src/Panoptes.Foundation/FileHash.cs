using System.Security.Cryptography;

namespace Panoptes.Foundation;

/// <summary>What a file holds, in short.</summary>
public static class FileHash
{
    /// <summary>SHA-256 of a file, 64 hexadecimal digits.</summary>
    /// <param name="path">The file; read as a stream.</param>
    public static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
