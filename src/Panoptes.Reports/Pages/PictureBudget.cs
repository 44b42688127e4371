namespace Panoptes.Reports.Pages;

/// <summary>Embeds pictures as data URIs until a total size is reached.</summary>
/// <param name="bytes">Size that all pictures together may reach, base64 counted.</param>
internal sealed class PictureBudget(long bytes)
{
    private long left = bytes;

    /// <summary>Pictures that did not fit.</summary>
    public int LeftOut { get; private set; }

    /// <summary>The pictures as data URIs, all or none of them; null where one is missing or they do not fit.</summary>
    /// <param name="paths">JPEG and PNG files that belong together.</param>
    public IReadOnlyList<string>? Embed(params IReadOnlyList<string> paths) =>
        paths.Any(path => !File.Exists(path)) || !Takes(paths.Sum(path => Encoded(new FileInfo(path).Length)))
            ? null
            : [.. paths.Select(path => EmbeddedPicture.Of(File.ReadAllBytes(path)))];

    /// <summary>The pictures as data URIs, all or none of them; null where they do not fit.</summary>
    /// <param name="pictures">JPEGs and PNGs that belong together.</param>
    public IReadOnlyList<string>? Embed(IReadOnlyList<byte[]> pictures) =>
        Takes(pictures.Sum(picture => Encoded(picture.Length))) ? [.. pictures.Select(EmbeddedPicture.Of)] : null;

    private static long Encoded(long bytes) => (bytes + 2) / 3 * 4;

    private bool Takes(long size)
    {
        if (size > left)
        {
            LeftOut++;
            return false;
        }

        left -= size;
        return true;
    }
}
