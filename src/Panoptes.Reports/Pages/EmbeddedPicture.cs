namespace Panoptes.Reports.Pages;

/// <summary>Pictures inside the page.</summary>
internal static class EmbeddedPicture
{
    private const byte FirstOfPng = 0x89;

    /// <summary>The bytes of a JPEG or PNG as an address.</summary>
    public static string Of(byte[] bytes) =>
        $"data:image/{(bytes is [FirstOfPng, ..] ? "png" : "jpeg")};base64,{Convert.ToBase64String(bytes)}";
}
