using System.Text.Json;
using Panoptes.Data.LabelContracts;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Tests;

namespace Panoptes.Cli.Tests;

public sealed class LabelVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_is_inspected_declared_and_inspected_again()
    {
        Labels("labels", 3, 16, 8);
        Refused(Run("labels", "inspect", folder["labels"]), "no labels.json", "--images");
        var inferred = Run("labels", "inspect", folder["labels"], "--images", folder["images"]);
        Assert.Equal(0, inferred.Code);
        Assert.Contains("inferred", inferred.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["labels/labels.json"]));

        var declared = Run("labels", "declare", folder["labels"], "--things", "2,0", "--images", folder["images"]);
        Assert.True(declared.Code == 0, declared.Error);
        var contract = LabelContractFile.Read(folder["labels/labels.json"]);
        Assert.Equal((0.5, 4, 255), (contract.Scale, contract.Clusters, contract.VoidId));
        Assert.Equal(new LabelSize(32, 16), contract.Native);
        Assert.Equal([2, 0], contract.Split.Things);
        Assert.Equal([1, 3], contract.Split.Stuff);

        using var json = JsonDocument.Parse(Run("labels", "inspect", folder["labels"], "--images", folder["images"], "--json").Output);
        Assert.True(json.RootElement.GetProperty("declared").GetBoolean());
        Assert.Equal(3, json.RootElement.GetProperty("verified_images").GetInt32());
        Assert.Empty(json.RootElement.GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public void A_declaration_that_the_files_contradict_writes_nothing()
    {
        Labels("labels", 2, 16, 8);
        Refused(
            Run("labels", "declare", folder["labels"], "--things", "2", "--scale", "1", "--images", folder["images"]),
            "labels of 16x8", "scale 0.5");
        Refused(Run("labels", "declare", folder["labels"], "--things", "2", "--scale", "0.5", "--clusters", "3"), "cluster id 3");
        Refused(Run("labels", "declare", folder["labels"], "--things", "2,x", "--scale", "0.5"), "\"x\"");
        Refused(Run("labels", "declare", folder["labels"], "--things", "2,2", "--scale", "0.5"), "cluster 2");
        Refused(Run("labels", "declare", folder["labels"], "--things", "2", "--scale", "0.5", "--native", "30x32"), "label");
        Assert.False(File.Exists(folder["labels/labels.json"]));
    }

    [Fact]
    public void A_contract_is_replaced_by_force_alone()
    {
        Labels("labels", 1, 16, 8);
        string[] words = ["labels", "declare", folder["labels"], "--things", "2", "--scale", "0.5"];
        Assert.Equal(0, Run(words).Code);
        var before = File.ReadAllBytes(folder["labels/labels.json"]);
        Refused(Run([.. words, "--producer", "other"]), "there already", "--force");
        Assert.Equal(before, File.ReadAllBytes(folder["labels/labels.json"]));
        Assert.Equal(0, Run([.. words, "--producer", "other", "--force"]).Code);
        Assert.Equal("other", LabelContractFile.Read(folder["labels/labels.json"]).Producer.Name);
    }

    [Fact]
    public void A_folder_that_changed_since_is_found_by_inspection()
    {
        Labels("labels", 2, 16, 8);
        Assert.Equal(0, Run("labels", "declare", folder["labels"], "--things", "2", "--scale", "0.5").Code);
        PngFile.WriteGray(folder["labels/a0_semantic.png"], new Plane<byte>(32, 16));
        var found = Run("labels", "inspect", folder["labels"]);
        Assert.Equal(1, found.Code);
        Assert.Contains("a0_semantic.png", found.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Labels_at_double_scale_and_back_are_the_same(int seed)
    {
        Labels("labels", 3, 16, 8, seed);
        Assert.Equal(0, Run("labels", "declare", folder["labels"], "--things", "2", "--scale", "0.5").Code);
        Refused(Run("labels", "convert", folder["labels"], "--out", folder["labels"], "--scale", "1"), "the input");
        Assert.Equal(0, Run("labels", "convert", folder["labels"], "--out", folder["native"], "--scale", "1", "--bits", "16").Code);
        Assert.Equal(0, Run("labels", "convert", folder["native"], "--out", folder["back"], "--scale", "0.5").Code);
        var wide = LabelContractFile.Read(folder["native/labels.json"]);
        Assert.Equal((1.0, 16, 65535), (wide.Scale, wide.BitDepth, wide.VoidId));
        for (var i = 0; i < 3; i++)
        {
            foreach (var kind in new[] { "semantic", "instance" })
            {
                Assert.Equal(
                    PngFile.ReadLabels<byte>(folder[$"labels/a{i}_{kind}.png"]).Pixels,
                    PngFile.ReadLabels<byte>(folder[$"back/a{i}_{kind}.png"]).Pixels);
            }
        }
    }

    [Fact]
    public void A_conversion_that_was_interrupted_goes_on_with_what_is_missing()
    {
        Labels("labels", 4, 16, 8);
        Assert.Equal(0, Run("labels", "declare", folder["labels"], "--things", "2", "--scale", "0.5").Code);
        string[] words = ["labels", "convert", folder["labels"], "--out", folder["native"], "--scale", "1"];
        Assert.Equal(0, Run(words).Code);
        var whole = File.ReadAllBytes(folder["native/a1_semantic.png"]);
        File.Delete(folder["native/a1_semantic.png"]);
        File.Delete(folder["native/labels.json"]);
        var again = Run(words);
        Assert.Contains("3 pairs were there already", again.Output, StringComparison.Ordinal);
        Assert.Equal(whole, File.ReadAllBytes(folder["native/a1_semantic.png"]));
        File.WriteAllText(folder["native/a2_semantic.png"], "mine");
        Refused(Run(words), "a2_semantic.png", "--force");
        Assert.Equal("mine", File.ReadAllText(folder["native/a2_semantic.png"]));
    }

    private void Labels(string name, int count, int width, int height, int seed = 0)
    {
        var random = new SeededRandom(seed);
        for (var i = 0; i < count; i++)
        {
            PngFile.WriteRgb(folder.NewFile($"images/a{i}.png"), new RgbImage(32, 16));
            var (semantic, instance) = (new Plane<byte>(width, height), new Plane<byte>(width, height));
            for (var at = 0; at < semantic.Pixels.Length; at++)
            {
                (semantic.Pixels[at], instance.Pixels[at]) = ((byte)random.NextInt(0, 4), (byte)random.NextInt(0, 3));
            }

            (semantic.Pixels[0], semantic.Pixels[1]) = (255, 3);
            PngFile.WriteGray(folder.NewFile($"{name}/a{i}_semantic.png"), semantic);
            PngFile.WriteGray(folder.NewFile($"{name}/a{i}_instance.png"), instance);
        }
    }

    private static (int Code, string Output, string Error) Run(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        return (PanoptesCommand.Run(words, output, error), $"{output}", $"{error}");
    }

    private static void Refused((int Code, string Output, string Error) outcome, params string[] told)
    {
        Assert.Equal(1, outcome.Code);
        Assert.All(told, text => Assert.Contains(text, outcome.Error, StringComparison.Ordinal));
    }
}
