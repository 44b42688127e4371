using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;

namespace Panoptes.Serving.Requests;

/// <summary>Finds the image of a request, and decodes it.</summary>
internal static class SentImage
{
    private const string Name = "the image";
    private const string Multipart = "multipart/form-data";
    private const int MostAncillaryBytes = 4 << 20;
    private static readonly string[] Types = ["image/png", "image/jpeg", "image/jpg", "application/octet-stream"];

    /// <summary>Refuses what is no image by its type, before its body is read.</summary>
    /// <returns>The boundary of a form; null for an image alone.</returns>
    /// <exception cref="RequestFault">It is of another type.</exception>
    public static string? Boundary(HttpRequest request)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            if (type.MediaType.Equals(Multipart, StringComparison.OrdinalIgnoreCase)
                && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 128 } boundary)
            {
                return boundary;
            }

            if (Types.Any(known => type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase)))
            {
                return null;
            }
        }

        throw new RequestFault(
            StatusCodes.Status415UnsupportedMediaType,
            "the body: of a type other than image/png, image/jpeg and multipart/form-data; send it with 'Content-Type: image/png' or as "
                + "the file of a form (curl -F image=@FILE)");
    }

    /// <summary>The file of an image in a body.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="boundary">The boundary of a form; null for an image alone.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="RequestFault">A form is broken, or holds none.</exception>
    public static async Task<ReadOnlyMemory<byte>> Find(ReadOnlyMemory<byte> body, string? boundary, CancellationToken cancel)
    {
        if (boundary is null)
        {
            return body;
        }

        try
        {
            MemoryMarshal.TryGetArray(body, out var bytes);
            using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
            var reader = new MultipartReader(boundary, stream);
            while (await reader.ReadNextSectionAsync(cancel).ConfigureAwait(false) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var about)
                    || !(about.FileName.HasValue || about.FileNameStar.HasValue || about.Name == "image"))
                {
                    continue;
                }

                using var file = new MemoryStream();
                await section.Body.CopyToAsync(file, cancel).ConfigureAwait(false);
                return file.GetBuffer().AsMemory(0, (int)file.Length);
            }
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException or ArgumentException)
        {
            throw new RequestFault(
                StatusCodes.Status400BadRequest, $"the form: broken ({broken.Message.ReplaceLineEndings(" ")})", broken);
        }

        throw new RequestFault(StatusCodes.Status400BadRequest, "the form: no file in it; send an image as its file (curl -F image=@FILE)");
    }

    /// <summary>The size of an image, by its header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="limits">The largest that is taken.</param>
    /// <returns>Width times height.</returns>
    /// <exception cref="RequestFault">It is no image, or too large.</exception>
    public static long Pixels(ReadOnlySpan<byte> file, RequestLimits limits)
    {
        if (file.Length > limits.MaxBytes)
        {
            throw RequestBody.TooLarge(limits.MaxBytes);
        }

        ImageHeader header;
        try
        {
            header = ImageFile.ReadHeader(
                file, Name, new ImageLimits { MaxWidth = int.MaxValue, MaxHeight = int.MaxValue, MaxPixels = long.MaxValue });
        }
        catch (InputException broken)
        {
            throw Broken(broken);
        }

        var pixels = (long)header.Width * header.Height;
        var longest = Math.Max(header.Width, header.Height);
        return pixels <= limits.MaxPixels && longest <= ImageLimits.Default.MaxWidth ? pixels : throw new RequestFault(
            StatusCodes.Status413PayloadTooLarge,
            $"the image: a header that claims {header.Width}x{header.Height} pixels; at most {limits.MaxPixels} are taken (--max-pixels), "
                + $"and {ImageLimits.Default.MaxWidth} a side");
    }

    /// <summary>Decodes an image whose size is known to be right.</summary>
    /// <exception cref="RequestFault">It is broken.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> file, RequestLimits limits)
    {
        try
        {
            return ImageFile.ReadRgb(file, Name, new ImageLimits
            {
                MaxPixels = limits.MaxPixels,
                MaxFileBytes = limits.MaxBytes,
                MaxAncillaryBytes = MostAncillaryBytes,
            });
        }
        catch (InputException broken)
        {
            throw Broken(broken);
        }
    }

    private static RequestFault Broken(InputException broken) => new(StatusCodes.Status400BadRequest, broken.Message, broken);
}
