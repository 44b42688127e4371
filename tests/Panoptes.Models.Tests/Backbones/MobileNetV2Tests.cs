using System.Text.Json;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;
using Panoptes.Models.Backbones;
using Panoptes.Models.Loading;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Backbones;

public sealed class MobileNetV2Tests
{
    private const string WeightsPath = "weights/mobilenet_v2_imagenet_dequantized.safetensors";

    [NeedsSharedFact(WeightsPath)]
    public void Features_and_logits_equal_torchvisions()
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = Trained();
        var values = Enumerable.Range(0, 3 * 65 * 97).Select(i => (float)((((long)i * 7919 % 2001) / 1000.0) - 1)).ToArray();
        var features = model.Forward(Tensor.From(values, 1, 3, 65, 97));
        var outputs = new Dictionary<string, Tensor>
        {
            ["features.3"] = features[0],
            ["features.6"] = features[1],
            ["features.13"] = features[2],
            ["features.17"] = features[3],
            ["logits"] = model.Classify(features[3]),
        };
        using var reference = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "mobilenet_v2.json")));
        foreach (var output in reference.RootElement.GetProperty("outputs").EnumerateObject())
        {
            var actual = outputs[output.Name];
            Assert.Equal(output.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), actual.Shape.ToArray());
            var elements = actual.ToArray<double>();
            var rms = output.Value.GetProperty("l2").GetDouble() / Math.Sqrt(elements.Length);
            foreach (var sample in output.Value.GetProperty("samples").EnumerateArray())
            {
                Assert.Equal(sample[1].GetDouble(), elements[sample[0].GetInt32()], 1e-4 * rms);
            }
        }
    }

    [NeedsSharedTheory("data/coco/train2017")]
    [InlineData("000000000034", 340)] // zebra
    [InlineData("000000000321", 934)] // hot dog
    [InlineData("000000000036", 879)] // umbrella
    [InlineData("000000000397", 963)] // pizza
    public void A_photo_is_classified_as_what_it_shows(string name, long imageNetClass)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = Trained();
        var image = ImageFile.ReadRgb(SharedFiles.Path($"data/coco/train2017/{name}.jpg")!);
        var scale = 256.0 / Math.Min(image.Width, image.Height);
        var (width, height) = ((int)Math.Round(image.Width * scale), (int)Math.Round(image.Height * scale));
        var geometry = Geometry.Identity(image.Width, image.Height).Resize(width, height)
            .Crop((width - 224) / 2, (height - 224) / 2, 224, 224);
        var pixels = new float[3 * 224 * 224];
        Resampler.ColorToPlanarFloat(image, geometry, Normalization.ImageNet, pixels);
        var probabilities = model.Classify(model.Forward(Tensor.From(pixels, 1, 3, 224, 224))[3]).Softmax(1);
        Assert.Equal(imageNetClass, probabilities.Argmax(1).ItemInt64());
        Assert.True(probabilities.Max().Item() > 0.8);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Dilation_computes_the_strided_features_densely(int outputStride)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var strided = new MobileNetV2(new MobileNetV2Config { WidthMultiplier = 0.35 });
        using var dilated = new MobileNetV2(new MobileNetV2Config { WidthMultiplier = 0.35, OutputStride = outputStride });
        dilated.LoadStateDict(strided.StateDict());
        strided.Eval();
        dilated.Eval();
        DenseFeatures.Check(strided, dilated);
    }

    private static MobileNetV2 Trained()
    {
        var model = new MobileNetV2(new MobileNetV2Config { NumClasses = 1000 });
        using var file = WeightFile.Open(SharedFiles.Path(WeightsPath)!);
        Assert.Equal(1, WeightLoader.Load(model, file, null, 1).Coverage);
        model.Eval();
        return model;
    }
}
