// A web service around an exported model: no libtorch, one ONNX file (with its .data file beside it).
//
//     dotnet run --project samples/SegmentationService -- model.onnx
//
// It prints its address with a token, and how to ask it. 'panoptes serve' does the same with options, and for runs, too.
using Panoptes.Foundation;
using Panoptes.Serving.Hosting;
using Panoptes.Serving.Models;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: SegmentationService MODEL.onnx");
    return 2;
}

try
{
    using var model = OnnxModel.Open(args[0]);
    await using var host = await ServingHost.Start(model, new ServingOptions());
    Console.WriteLine(host.Address);
    Console.WriteLine($"curl -H 'Authorization: Bearer {host.Token}' -F image=@street.jpg '{host.Root}predict?as=overlay' > overlay.png");
    await host.WaitForEnd();
    return 0;
}
catch (InputException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 1;
}
