using System.Globalization;
using Microsoft.AspNetCore.Http;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Serving.Answers;
using Panoptes.Serving.Models;
using Panoptes.Serving.Requests;

namespace Panoptes.Serving.Hosting;

/// <summary><c>POST /predict</c>: an image goes in, what the model sees comes out; refused as early as can be told.</summary>
internal sealed class PredictEndpoint(ServiceParts parts) : IDisposable
{
    private const int FormBytes = 1 << 16;
    private readonly SemaphoreSlim decoding = new(Environment.ProcessorCount);

    /// <summary>The most bytes of a body: an image, and what a form adds.</summary>
    public static long MostBytes(RequestLimits limits) => limits.MaxBytes + FormBytes;

    /// <summary>Answers a request.</summary>
    public async Task Answer(HttpContext context)
    {
        var begin = parts.Time.GetTimestamp();
        using var limit = new CancellationTokenSource(parts.Limits.Time, parts.Time);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        int status;
        try
        {
            await Predict(context, cancel.Token);
            status = StatusCodes.Status200OK;
            parts.Metrics.Latency.Observe(parts.Time.GetElapsedTime(begin).TotalSeconds);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            status = StatusCodes.Status499ClientClosedRequest;
        }
        catch (OperationCanceledException)
        {
            status = StatusCodes.Status504GatewayTimeout;
            await Refuse(context, status, string.Create(
                CultureInfo.InvariantCulture, $"the request: not done within {parts.Limits.Time.TotalSeconds} s (--time-limit)"));
        }
        catch (RequestFault fault)
        {
            status = fault.Status;
            await Refuse(context, status, fault.Message);
        }
        catch (InputException refused)
        {
            status = StatusCodes.Status400BadRequest;
            await Refuse(context, status, refused.Message);
        }
#pragma warning disable CA1031 // One image must not end the service.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            status = StatusCodes.Status500InternalServerError;
            await Console.Error.WriteLineAsync($"panoptes serve: {defect}");
            await Refuse(context, status, $"a defect: {defect.GetType().Name}");
        }

        parts.Metrics.Requests.WithLabels(status.ToString(CultureInfo.InvariantCulture)).Inc();
    }

    /// <inheritdoc/>
    public void Dispose() => decoding.Dispose();

    private static async Task Refuse(HttpContext context, int status, string message)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        await TextAnswers.Json(context, new { error = message }, status);
    }

    private static RequestFault Full() => new(
        StatusCodes.Status503ServiceUnavailable, "the service: as many requests as it takes (--queue); try again later");

    private async Task Predict(HttpContext context, CancellationToken cancel)
    {
        var form = AnswerChoice.Of(context.Request);
        var boundary = SentImage.Boundary(context.Request);
        if (parts.Ending.IsCancellationRequested)
        {
            throw new RequestFault(StatusCodes.Status503ServiceUnavailable, "the service: it ends");
        }

        using var stay = parts.Admission.Enter() ?? throw Full();
        var image = await Image(context.Request, boundary, stay.TryHold, cancel);
        var reading = await parts.Queue.Read(image, cancel) ?? throw Full();
        parts.Metrics.Images.Inc();
        context.Response.ContentType = form == AnswerForm.Json ? "application/json" : "image/png";
        var bytes = Encode(form, reading, image);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private async Task<RgbImage> Image(HttpRequest request, string? boundary, Func<long, bool> hold, CancellationToken cancel)
    {
        using var body = await RequestBody.Read(
            request, boundary is null ? parts.Limits.MaxBytes : MostBytes(parts.Limits), parts.Limits.MaxBytes, cancel);
        var file = await SentImage.Find(body.Bytes, boundary, cancel);
        if (!hold(SentImage.Pixels(file.Span, parts.Limits)))
        {
            throw Full();
        }

        await decoding.WaitAsync(cancel);
        try
        {
            return SentImage.Decode(file.Span, parts.Limits);
        }
        finally
        {
            decoding.Release();
        }
    }

    private byte[] Encode(AnswerForm form, ImageReading reading, RgbImage image) => form switch
    {
        AnswerForm.Json => ReadingJson.Of(reading, parts.Model).ToBytes(),
        AnswerForm.Labels => parts.Pictures.Labels(reading),
        AnswerForm.Colors => parts.Pictures.Colors(reading, null),
        _ => parts.Pictures.Colors(reading, image),
    };
}
