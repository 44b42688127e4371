using System.IO.Compression;
using System.Text;
using Panoptes.Foundation;
using Panoptes.Models.Weights.Pickle;

namespace Panoptes.Models.Weights.Pytorch;

/// <summary>
/// PyTorch's format since 1.6: a zip archive with <c>NAME/data.pkl</c>, the storages as <c>NAME/data/KEY</c> and, since 2.0,
/// <c>NAME/byteorder</c>.
/// </summary>
internal static class ZipCheckpoint
{
    private const long MaximumPickle = 256L << 20;

    // Deflate cannot shrink more than about 1032 to 1; a member that claims more is forged.
    private const long MaximumRatio = 1100;

    /// <summary>Opens a checkpoint.</summary>
    public static PickledWeightFile Open(string path, string? part)
    {
        FileStream? stream = null;
        ZipArchive? archive = null;
        try
        {
            stream = File.OpenRead(path);
            archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var members = Members(path, archive, stream.Length);
            ZipChecksums.Check(path, [.. members.Values]);
            var (arrays, found) = Read(path, members, part);
            return new PickledWeightFile(path, "PyTorch zip", arrays, found.Metadata, found.Notes, archive, stream);
        }
        catch (Exception broken)
        {
            archive?.Dispose();
            stream?.Dispose();
            if (broken is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
            {
                throw new InputException(
                    path, $"a zip archive that cannot be read ({broken.Message})", "a PyTorch checkpoint",
                    "get the file again: it is damaged or cut short", broken);
            }

            throw;
        }
    }

    private static Dictionary<string, ZipArchiveEntry> Members(string path, ZipArchive archive, long fileLength)
    {
        var members = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            if (entry.Length < 0 || entry.CompressedLength < 0 || entry.CompressedLength > fileLength
                || entry.Length / MaximumRatio > entry.CompressedLength)
            {
                throw new InputException(
                    path, $"archive member {entry.FullName} that claims {entry.Length} bytes",
                    $"what a file of {fileLength} bytes can hold", "get the file again: it is damaged or forged");
            }

            if (!members.TryAdd(entry.FullName, entry))
            {
                throw new InputException(
                    path, $"archive member {entry.FullName} twice", "every member once", "get the file again: it is damaged or forged");
            }
        }

        return members;
    }

    private static (List<(string Name, StridedArray Array)> Arrays, StateDict Found) Read(
        string path, Dictionary<string, ZipArchiveEntry> members, string? part)
    {
        var prefix = Prefix(path, members);
        var input = new PickleInput(
            new MemorySource(ReadMember(path, members[prefix + "data.pkl"], MaximumPickle)), $"{path}/{prefix}data.pkl");
        var reader = new PickleReader(input, id => TorchGlobals.ReadPersistentId(input, id));
        var found = StateDict.Find(path, reader, reader.Load(), part);
        var bigEndian = members.TryGetValue(prefix + "byteorder", out var order)
            && Encoding.ASCII.GetString(ReadMember(path, order, 16)).Trim() == "big";
        var arrays = found.Arrays.ConvertAll(item => (item.Name, item.Array switch
        {
            TorchTensor tensor => View(path, prefix, members, tensor, bigEndian),
            NumpyArray { Values: StridedArray values } => values,
            _ => throw new InputException(path, $"array {item.Name} without values", "an array", "get the file again: it is damaged"),
        }));
        return (arrays, found);
    }

    private static string Prefix(string path, Dictionary<string, ZipArchiveEntry> members)
    {
        var pickles = members.Keys.Where(name => name == "data.pkl" || name.EndsWith("/data.pkl", StringComparison.Ordinal))
            .OrderBy(name => name.Length).ToArray();
        if (pickles.Length == 0)
        {
            throw new InputException(
                path, "a zip archive without data.pkl", "a PyTorch checkpoint",
                "save the weights with torch.save(model.state_dict(), path)");
        }

        var prefix = pickles[0][..^"data.pkl".Length];
        if (members.ContainsKey(prefix + "constants.pkl"))
        {
            throw new InputException(
                path, "a TorchScript program", "a checkpoint of tensors", "save torch.jit.load(path).state_dict() with torch.save");
        }

        return prefix;
    }

    private static StridedArray View(
        string path, string prefix, Dictionary<string, ZipArchiveEntry> members, TorchTensor tensor, bool bigEndian)
    {
        var name = $"{prefix}data/{tensor.Storage.Key}";
        if (!members.TryGetValue(name, out var member))
        {
            throw new InputException(path, $"no archive member {name}", "the values of a tensor", "get the file again: it is damaged");
        }

        var bytes = checked(tensor.Storage.Count * tensor.Storage.ElementSize);
        if (member.Length != bytes)
        {
            throw new InputException(
                path, $"archive member {name} of {member.Length} bytes", $"{bytes} as its storage says",
                "get the file again: it is damaged");
        }

        return new StridedArray(
            path, new ZipEntrySource(member, path), tensor.DType, tensor.Offset, tensor.Shape, tensor.Strides, bigEndian);
    }

    private static byte[] ReadMember(string path, ZipArchiveEntry member, long maximum)
    {
        if (member.Length > maximum)
        {
            throw new InputException(
                path, $"archive member {member.FullName} of {member.Length} bytes", $"at most {maximum}", "save only model.state_dict()");
        }

        var bytes = new byte[member.Length];
        new ZipEntrySource(member, path).Read(0, bytes);
        return bytes;
    }
}
