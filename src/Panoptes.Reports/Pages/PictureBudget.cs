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
    public IReadOnlyList<string>? Embed(params IReadOnlyList<string> paths)
    {
        if (paths.Any(path => !File.Exists(path)))
        {
            return null;
        }

        var size = paths.Sum(path => (new FileInfo(path).Length + 2) / 3 * 4);
        if (size > left)
        {
            LeftOut++;
            return null;
        }

        left -= size;
        return [.. paths.Select(path => $"data:image/{TypeOf(path)};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}")];
    }

    private static string TypeOf(string path) => path.EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? "png" : "jpeg";
}
