// A web service around an exported model: no libtorch, one ONNX file (with its .data file beside it).
//
//     dotnet run --project samples/SegmentationService -- model.onnx --urls http://127.0.0.1:5080
//     curl -s http://127.0.0.1:5080/model
//     curl -s --data-binary @street.jpg http://127.0.0.1:5080/segment > labels.png
//     curl -s --data-binary @street.jpg "http://127.0.0.1:5080/segment?as=overlay" > overlay.png
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Inference.Networks;
using Panoptes.Inference.Readings;

const long LargestImage = 64 << 20;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: SegmentationService MODEL.onnx [--urls http://127.0.0.1:5080]");
    return 2;
}

using var network = OnnxNetwork.Open(args[0]);
var colors = network.Contract.Classes.Select(entry => Convert.FromHexString(entry.Color.AsSpan(1)))
    .Select(parts => new Rgb(parts[0], parts[1], parts[2])).ToList();
var builder = WebApplication.CreateBuilder(args[1..]);
builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = LargestImage);
var service = builder.Build();

service.MapGet("/model", () => Results.Text(network.Contract.ToJson(), "application/json"));

service.MapPost("/segment", async (HttpRequest request, string? @as) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    try
    {
        var image = ImageFile.ReadRgb(body.ToArray(), "the request's image");
        var prepared = network.Prepare(image);
        var labels = NetworkReading.Labels(network.Contract, prepared, network.Run(prepared));
        return Results.Bytes(
            @as == "overlay" ? PngFile.EncodeRgb(Overlay.Labels(image, labels, colors)) : PngFile.EncodeGray(labels),
            "image/png");
    }
    catch (InputException wrong)
    {
        return Results.Problem(wrong.Message, statusCode: StatusCodes.Status400BadRequest);
    }
});

service.Run();
return 0;
