using System.Security.Cryptography;
using System.Text;

namespace Panoptes.Web.Access;

/// <summary>
/// The secrets of one program: the token in the address that it prints, the cookie that a browser gets for it, and the key that pages send
/// with whatever changes something. None of them follows from another.
/// </summary>
internal sealed class AccessKeys
{
    private const int Bytes = 32;

    /// <summary>The token in the address.</summary>
    public string Token { get; init; } = Random();

    /// <summary>The cookie's value.</summary>
    public string Cookie { get; } = Random();

    /// <summary>The key of requests that change something.</summary>
    public string Request { get; } = Random();

    /// <summary>Whether a text is the secret, in a time that does not depend on where they differ.</summary>
    public static bool IsSame(string secret, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));

    private static string Random() =>
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
