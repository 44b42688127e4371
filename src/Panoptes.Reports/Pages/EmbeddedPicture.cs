using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Reports.Pages;

/// <summary>Pictures inside the page.</summary>
internal static class EmbeddedPicture
{
    /// <summary>A picture as the address of a PNG.</summary>
    public static string Png(RgbImage image) => $"data:image/png;base64,{Convert.ToBase64String(PngFile.EncodeRgb(image))}";

    /// <summary>Bytes of a JPEG as its address.</summary>
    public static string Jpeg(byte[] bytes) => $"data:image/jpeg;base64,{Convert.ToBase64String(bytes)}";

    /// <summary>Writes a picture with words below it; a click enlarges it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="source">Its address.</param>
    public static void Write(Html html, string caption, string source)
    {
        html.Add($"<figure class=\"worst\"><figcaption>{caption}</figcaption><div class=\"panel sheet map\"><img alt=\"{caption}\" src=\"");
        html.Raw(source).Raw("\"></div></figure>\n");
    }
}
