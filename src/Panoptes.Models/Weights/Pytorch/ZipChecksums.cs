using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;
using Panoptes.Foundation;

namespace Panoptes.Models.Weights.Pytorch;

/// <summary>
/// Holds the members of a PyTorch zip to the CRC-32 that the archive gives for them. torch.save writes it since 1.6, and torch.load does
/// not check it. It is 0 where a writer did not compute it (values written later, <c>torch.serialization.skip_data</c>), and an
/// archive in which no member has the CRC it gives was written by something that computes none; neither is damage.
/// </summary>
internal static class ZipChecksums
{
    private const int BlockSize = 1 << 20;

    /// <summary>Reads all members and compares.</summary>
    /// <exception cref="InputException">A member is damaged; names it.</exception>
    public static void Check(string path, IReadOnlyList<ZipArchiveEntry> members)
    {
        var given = members.Where(member => member.Length > 0 && member.Crc32 != 0).ToArray();
        var different = given.Where(member => Crc(path, member) != member.Crc32).ToArray();
        if (different.Length > 0 && different.Length < given.Length)
        {
            throw new InputException(
                path, $"archive member {different[0].FullName} whose bytes have another CRC-32 than the archive says",
                "the bytes that were written", "get the file again: it is damaged");
        }
    }

    private static uint Crc(string path, ZipArchiveEntry member)
    {
        var crc = new Crc32();
        var left = member.Length;
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            using var stream = member.Open();
            for (var count = stream.Read(block); count > 0 && left > 0; count = stream.Read(block))
            {
                crc.Append(block.AsSpan(0, (int)Math.Min(count, left)));
                left -= count;
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or NotSupportedException or ArgumentException
            or OverflowException)
        {
            throw new InputException(
                path, $"archive member {member.FullName} that cannot be read ({broken.Message})", $"{member.Length} bytes",
                "get the file again: it is damaged", broken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        return crc.GetCurrentHashAsUInt32();
    }
}
