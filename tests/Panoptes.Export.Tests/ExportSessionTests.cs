using Panoptes.Experiments.Sessions;
using Panoptes.Export.Predictions;
using Panoptes.Export.Sessions;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Inference.Networks;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Dilated;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tests;
using Spectre.Console;

namespace Panoptes.Export.Tests;

/// <summary>Exports of a file of weights, from the file to what reads them.</summary>
public sealed class ExportSessionTests : IDisposable
{
    private const string Model = "deeplabv3plus_mobilenetv2";
    private static readonly string[] Small = ["model.width_multiplier=0.25", "model.head_channels=16"];

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();

    public ExportSessionTests()
    {
        using var scope = TensorScope.Open();
        Randomness.Seed(5);
        using var network = ModelCatalog.Create(new ModelConfig
        {
            Name = Model,
            NumClasses = 11,
            Options = new DilatedOptions { WidthMultiplier = 0.25, HeadChannels = 16 },
        });
        SafetensorsWriter.Write(folder["own.safetensors"], network);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_of_weights_becomes_a_graph_with_its_classes_and_normalization()
    {
        Export("m.onnx", options => options with { Size = (48, 64), Settings = [.. Small, "augmentation.mean=[1, 2, 3]"] });
        using var network = OnnxNetwork.Open(folder["m.onnx"]);
        var contract = network.Contract;
        Assert.Equal((Model, "semantic", "own.safetensors"), (contract.Model, contract.Task, contract.Weights));
        Assert.Equal([1f, 2, 3], contract.Mean);
        Assert.Equal(11, contract.Classes.Count);
        Assert.Equal("sky", contract.Classes[0].Name, ignoreCase: true);
    }

    [Fact]
    public void Exported_weights_bring_their_classes_and_normalization_along()
    {
        Export("first.safetensors", options => options with { Settings = [.. Small, "augmentation.mean=[1, 2, 3]"] });
        Export("second.onnx", options => options with
        {
            Source = ModelSource.OfFile(Model, folder["first.safetensors"]),
            Size = (48, 64),
        });
        using var network = OnnxNetwork.Open(folder["second.onnx"]);
        Assert.Equal(11, network.Contract.Classes.Count);
        Assert.Equal([1f, 2, 3], network.Contract.Mean);
        Assert.Contains("first.safetensors", network.Contract.Weights);
    }

    [Fact]
    public void Another_programs_names_are_written_and_what_has_none_is_told()
    {
        Export("tv.safetensors", options => options with { Names = ReleaseNames.Torchvision });
        using var file = WeightFile.Open(folder["tv.safetensors"]);
        Assert.NotNull(file.Find("features.1.conv.0.0.weight"));
        Assert.DoesNotContain(file.Entries, entry => entry.Name.StartsWith("decode_head."));
        Assert.Matches(
            @"note: \d+ tensors of decode_head .* have no name there, and are left out", output.ToString().ReplaceLineEndings(" "));
    }

    [Fact]
    public void A_program_that_has_no_such_network_is_refused_with_those_that_have()
    {
        var refused = Assert.Throws<InputException>(() =>
            Export("x.safetensors", options => options with { Names = ReleaseNames.Mmsegmentation }));
        Assert.Contains("torchvision", refused.Message);
        Assert.False(File.Exists(folder["x.safetensors"]));
    }

    [Fact]
    public void Options_of_graphs_and_of_weights_are_not_mixed()
    {
        Assert.Contains("--size", Assert.Throws<InputException>(() =>
            Export("x.safetensors", options => options with { Size = (32, 32) })).Message);
        Assert.Contains("--names", Assert.Throws<InputException>(() =>
            Export("x.onnx", options => options with { Names = ReleaseNames.Torchvision })).Message);
    }

    [Fact]
    public void A_graph_predicts_into_the_same_files_as_the_network()
    {
        Export("m.onnx", options => options with { Size = (48, 64) });
        Directory.CreateDirectory(folder["images"]);
        var random = new Random(3);
        for (var k = 0; k < 3; k++)
        {
            var pixels = new byte[3 * 64 * 48];
            random.NextBytes(pixels);
            PngFile.WriteRgb(folder[$"images/{k}.png"], new RgbImage(64, 48, pixels));
        }

        File.WriteAllText(folder["images/broken.png"], "no image");
        var request = new PredictionRequest([folder["images"]]) { Output = folder["graph"] };
        Assert.Equal(1, GraphPredictionSession.Run(folder["m.onnx"], request, Console()));
        Assert.Equal(1, PredictionSession.Run(
            ModelSource.OfFile(Model, folder["own.safetensors"], "camvid11"),
            request with { Output = folder["own"], Settings = Small }, Console()));
        Assert.Contains("broken.png", output.ToString());
        Assert.Equal(
            Directory.GetFiles(folder["own"]).Select(Path.GetFileName).Order(),
            Directory.GetFiles(folder["graph"]).Select(Path.GetFileName).Order());
        for (var k = 0; k < 3; k++)
        {
            var (own, graph) = (PngFile.ReadLabels<byte>(folder[$"own/{k}.png"]), PngFile.ReadLabels<byte>(folder[$"graph/{k}.png"]));
            var same = own.Pixels.Zip(graph.Pixels).Count(pair => pair.First == pair.Second);
            Assert.InRange(same, 0.99 * own.Pixels.Length, own.Pixels.Length);
        }
    }

    private void Export(string name, Func<ExportOptions, ExportOptions> change) => Assert.Equal(0, ExportSession.Run(
        change(new ExportOptions
        {
            Source = ModelSource.OfFile(Model, folder["own.safetensors"], "camvid11"),
            Output = folder[name],
            Settings = Small,
        }),
        Console()));

    private IAnsiConsole Console() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(output),
    });
}
