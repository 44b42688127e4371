using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Panoptes.Serving.Requests;

/// <summary>A request's body in memory that is given back when disposed.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstBytes = 1 << 16;
    private byte[] buffer;
    private int length;

    private RequestBody(int capacity) => buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    /// <summary>Reads a body.</summary>
    /// <param name="request">Whose.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <param name="said">The most bytes of an image, which a message names.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="RequestFault">It is larger, or broken off.</exception>
    public static async Task<RequestBody> Read(HttpRequest request, long most, long said, CancellationToken cancel)
    {
        if (request.ContentLength > most)
        {
            throw TooLarge(said);
        }

        var body = new RequestBody((int)(request.ContentLength ?? FirstBytes) + 1);
        try
        {
            while (true)
            {
                var read = await request.Body.ReadAsync(body.buffer.AsMemory(body.length), cancel).ConfigureAwait(false);
                if (read == 0)
                {
                    return body;
                }

                body.length += read;
                if (body.length > most)
                {
                    throw TooLarge(said);
                }

                body.MakeRoom();
            }
        }
        catch (BadHttpRequestException broken)
        {
            body.Dispose();
            throw broken.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? TooLarge(said)
                : new RequestFault(broken.StatusCode, $"the body: {broken.Message}", broken);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>What is said of an image whose file is too large.</summary>
    public static RequestFault TooLarge(long most) => new(
        StatusCodes.Status413PayloadTooLarge, $"the image: more than {most} bytes, which are the most that are taken (--max-bytes)");

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        (buffer, length) = ([], 0);
    }

    private void MakeRoom()
    {
        if (length < buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
