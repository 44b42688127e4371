using Panoptes.Export.Models;
using Panoptes.Export.Onnx;
using Panoptes.Export.Precisions;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Resampling;
using Panoptes.Inference.Contracts;
using Panoptes.Inference.Networks;
using Panoptes.Inference.Readings;
using Panoptes.Models.Outputs.Readings;
using Panoptes.Tensors;
using Panoptes.Tests;
using Panoptes.Training.Evaluation;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Export.Tests;

public sealed class InferenceTests
{
    private static readonly ModelContract Contract = new()
    {
        Model = "test",
        Classes = [.. Enumerable.Range(0, TinyModels.Classes).Select(id => new ModelClass($"class {id}", "#102030", id > 2, id))],
        Mean = Normalization.ImageNet.Mean,
        Std = Normalization.ImageNet.Std,
    };

    [Theory]
    [InlineData("deeplabv3plus", OutputKind.Logits, 1)]
    [InlineData("mask2former", OutputKind.Masks, 32)]
    public void What_is_exported_reads_as_evaluation_reads_the_network(string name, OutputKind kind, int stride)
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Create(name);
        var image = Noise(90, 70);
        var contract = Contract with { Outputs = kind, MaskStride = stride, ObjectScore = 0, Overlap = 0 };
        Write(folder["m.onnx"], ModelGraph.Of(model, new InputShape(1, 70, 90), reading: false).Graph, contract);
        using var network = OnnxNetwork.Open(folder["m.onnx"], threads: 1);
        Assert.Equal(contract.ToJson(), network.Contract.ToJson());
        var input = network.Prepare(image);
        var outputs = network.Run(input);

        using var scope = TensorScope.Open();
        var reading = new ReadingOptions(
            new HashSet<int> { 3, 4 }, new PanopticOptions { ObjectScore = 0, Overlap = 0 }, 10)
        {
            HasSegments = true,
        };
        var predictor = new Predictor(model, new EvaluationConfig(), Normalization.ImageNet, reading: reading);
        var expected = predictor.Score([image], image.Width, image.Height);
        AssertMostlySame(expected.Labels()[0].Pixels, NetworkReading.Labels(contract, input, outputs).Pixels);
        if (kind == OutputKind.Masks)
        {
            var (own, other) = (expected.Panoptic(0), NetworkReading.Panoptic(contract, input, outputs));
            Assert.Equal(own.Segments.Select(each => (each.Id, each.Class)), other.Segments.Select(each => (each.Id, each.Class)));
            AssertMostlySame(own.Ids.Pixels, other.Ids.Pixels);
        }
    }

    [Fact]
    public void Images_that_run_together_give_what_each_gives_alone()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Create("deeplabv3plus");
        var contract = Contract with { Outputs = OutputKind.Logits };
        Write(folder["one.onnx"], ModelGraph.Of(model, new InputShape(1, 70, 90), reading: false).Graph, contract);
        Write(folder["three.onnx"], ModelGraph.Of(model, new InputShape(3, 70, 90), reading: false).Graph, contract);
        using var one = OnnxNetwork.Open(folder["one.onnx"], threads: 1);
        using var three = OnnxNetwork.Open(folder["three.onnx"], threads: 1);
        var inputs = new[] { 1, 2 }.Select(seed => one.Prepare(Noise(90, 70, seed))).ToList();
        var together = three.Run(inputs);

        Assert.Equal((1, 3), (one.LargestBatch, three.LargestBatch));
        Assert.Equal(2, together.Count);
        foreach (var (input, outputs) in inputs.Zip(together))
        {
            var (alone, other) = (Assert.Single(one.Run(input)), Assert.Single(outputs));
            Assert.Equal(alone.Shape, other.Shape);
            Assert.All(alone.Values.Zip(other.Values), each => Assert.Equal(each.First, each.Second, 1e-4f));
            Assert.Equal(
                NetworkReading.Labels(contract, input, [alone]).Pixels, NetworkReading.Labels(contract, input, outputs).Pixels);
        }

        Assert.Throws<ArgumentException>(() => one.Run(inputs));
    }

    [Fact]
    public void An_image_of_another_shape_is_fitted_into_a_fixed_size_and_padded()
    {
        using var folder = new TemporaryFolder();
        using var model = new FormulaSegmenter(x => x * 1);
        Write(
            folder["m.onnx"], ModelGraph.Of(model, new InputShape(1, 32, 64), reading: false).Graph,
            Contract with { Size = new SizeRule { Fixed = [32, 64] } });
        using var network = OnnxNetwork.Open(folder["m.onnx"], threads: 1);
        var input = network.Prepare(Noise(40, 40));
        Assert.Equal((64, 32, 32, 32), (input.InputWidth, input.InputHeight, input.ContentWidth, input.ContentHeight));
        Assert.All(Enumerable.Range(32, 32), x => Assert.Equal(0, input.Values[x]));
        var labels = NetworkReading.Labels(network.Contract, input, network.Run(input));
        Assert.Equal((40, 40), (labels.Width, labels.Height));
    }

    [Fact]
    public void A_file_of_another_program_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        using var model = new FormulaSegmenter(x => x * 1);
        OnnxWriter.Write(folder["m.onnx"], new OnnxModel(ModelGraph.Of(model, new InputShape(1, 4, 4), reading: false).Graph, []));
        Assert.Contains("m.onnx", Assert.Throws<InputException>(() => OnnxNetwork.Open(folder["m.onnx"])).Message);
        Assert.Contains("no.onnx", Assert.Throws<InputException>(() => OnnxNetwork.Open(folder["no.onnx"])).Message);
    }

    [Fact]
    public void Large_weights_lie_beside_the_file_and_small_ones_in_it()
    {
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Create("deeplabv3plus");
        var graph = ModelGraph.Of(model, new InputShape(1, 64, 64), reading: false).Graph;
        Write(folder["m.onnx"], graph, Contract);
        var large = graph.Tensors.Where(tensor => tensor.Elements.Length > 1024).Sum(tensor => (long)tensor.Elements.Length);
        Assert.InRange(new FileInfo(folder["m.onnx.data"]).Length, large, 3 * large);
        Assert.Contains(graph.Tensors, tensor => tensor.Name == "decode_head.conv_seg.weight");
    }

    [Fact]
    public void Sixteen_bits_keep_infinities_and_bound_what_is_too_large()
    {
        var halves = HalfPrecision.Halved(
            System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>([1e6f, float.NegativeInfinity, 0.5f]));
        var values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, Half>(halves).ToArray();
        Assert.Equal([(Half)65504, Half.NegativeInfinity, (Half)0.5], values);
    }

    private static void Write(string path, OnnxGraph graph, ModelContract contract) =>
        OnnxWriter.Write(path, new OnnxModel(graph, [(ModelContract.Key, contract.ToJson())]));

    private static RgbImage Noise(int width, int height, int seed = 5)
    {
        var pixels = new byte[3 * width * height];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    private static void AssertMostlySame<T>(T[] expected, T[] actual)
        where T : notnull
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(expected.Zip(actual).Count(pair => !pair.First.Equals(pair.Second)), 0, expected.Length / 1000);
    }
}
