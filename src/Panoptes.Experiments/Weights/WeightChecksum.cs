using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Weights;

/// <summary>What is published of a file's content: the first digits of a hash of it.</summary>
/// <param name="Kind">Of which hash.</param>
/// <param name="Digits">Its first hexadecimal digits, in lower case.</param>
public sealed partial record WeightChecksum(NamedChecksum Kind, string Digits)
{
    private const int Block = 1 << 20;

    private string Word => Kind.ToString().ToLowerInvariant();

    /// <summary>The digits that stand in a file's name; null where none are said to, or none do.</summary>
    /// <param name="kind">Whose digits the source says they are.</param>
    /// <param name="path">The file's name or address.</param>
    public static WeightChecksum? OfName(NamedChecksum kind, string? path) =>
        kind != NamedChecksum.None && path is not null && DigitsAtEnd().Match(path) is { Success: true } match
            ? new WeightChecksum(kind, match.Groups[1].Value)
            : null;

    /// <summary>A hash of this kind, to be fed with the file's content.</summary>
    public IncrementalHash Begin() =>
#pragma warning disable CA5351 // The sources published MD5; it is held against theirs.
        IncrementalHash.CreateHash(Kind == NamedChecksum.Md5 ? HashAlgorithmName.MD5 : HashAlgorithmName.SHA256);
#pragma warning restore CA5351

    /// <summary>Checks a file that is there.</summary>
    /// <param name="file">The file's path.</param>
    /// <exception cref="InputException">It is another file than the published one.</exception>
    public void Check(string file)
    {
        using var stream = File.OpenRead(file);
        using var hash = Begin();
        var block = new byte[Block];
        for (int count; (count = stream.Read(block)) > 0;)
        {
            hash.AppendData(block, 0, count);
        }

        Check(hash, file);
    }

    /// <summary>Checks what a hash was fed with.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="name">What the file is called in the error.</param>
    /// <exception cref="InputException">It is another file than the published one.</exception>
    public void Check(IncrementalHash hash, string name)
    {
        ArgumentNullException.ThrowIfNull(hash);
        var found = Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits.Length];
        if (found != Digits)
        {
            throw new InputException(
                name, $"a file whose {Word} begins with {found}", $"{Digits}, as published",
                "it is damaged or another file: remove it and fetch it again");
        }
    }

    /// <summary>Kind and digits, for people.</summary>
    public override string ToString() => $"{Word} {Digits}...";

    [GeneratedRegex(@"[-_]([0-9a-f]{6,64})\.\w+$", RegexOptions.CultureInvariant)]
    private static partial Regex DigitsAtEnd();
}
