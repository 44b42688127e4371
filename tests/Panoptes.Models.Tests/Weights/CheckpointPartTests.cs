using System.Runtime.InteropServices;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Dilated;
using Panoptes.Models.Loading;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

/// <summary>Which of a checkpoint's networks was taken is said, and another can be chosen.</summary>
public sealed class CheckpointPartTests
{
    private static readonly byte[] Four = MemoryMarshal.AsBytes<float>([1, 2, 3, 4]).ToArray();

    [Theory]
    [InlineData("state_dict", "state_dict_ema")]
    [InlineData("model", "model_ema")]
    [InlineData("teacher", "student")]
    [InlineData("state_dict", "ema_state_dict")]
    [InlineData("params", "params_average")]
    public void The_part_that_was_taken_and_the_other_are_named(string taken, string other)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("c.pth", Two(taken, other).Zip(storages: ("0", Four)));
        using var first = WeightFile.Open(path);
        Assert.Contains($"'{taken}' was taken", first.Notes[0]);
        Assert.Contains($"'{other}'", first.Notes[0]);
        Assert.Equal([1f, 2], Values(first, "conv.weight"));
        using var second = WeightFile.Open(path, other);
        Assert.Contains($"'{other}' was taken", second.Notes[0]);
        Assert.Equal([3f, 4], Values(second, "conv.weight"));
    }

    [Fact]
    public void An_optimizers_state_is_no_other_part()
    {
        var pickle = new PickleWriter().Op('}').Text("state_dict").Op('}').Text("conv.weight").Tensor("0", 4, 0, [2], [1]).Op('s').Op('s')
            .Text("optimizer").Op('}').Text("state").Op('}').Int(0).Op('}').Text("exp_avg").Tensor("0", 4, 2, [2], [1]).Op('s').Op('s')
            .Op('s').Op('s');
        using var folder = new TemporaryFolder();
        using var file = WeightFile.Open(folder.Write("c.pth", pickle.Zip(storages: ("0", Four))));
        Assert.Equal("the part 'state_dict' was taken", Assert.Single(file.Notes));
    }

    [Fact]
    public void Of_two_networks_in_one_dictionary_either_is_chosen_by_what_its_names_begin_with()
    {
        var pickle = new PickleWriter().Op('}').Text("model").Op('}')
            .Text("student.conv.weight").Tensor(
                "0", 4, 0, [2], [1]).Op('s').Text("teacher.conv.weight").Tensor("0", 4, 2, [2], [1]).Op('s').Op('s');
        using var folder = new TemporaryFolder();
        var path = folder.Write("c.pth", pickle.Zip(storages: ("0", Four)));
        using var teacher = WeightFile.Open(path, "teacher");
        Assert.Equal([3f, 4], Values(teacher, "conv.weight"));
        using var student = WeightFile.Open(path, "model.student");
        Assert.Equal([1f, 2], Values(student, "conv.weight"));
        Assert.Throws<InputException>(() => WeightFile.Open(path, "auditor"));
    }

    [Fact]
    public void Loading_says_that_two_networks_fit_and_takes_the_teacher()
    {
        using var scope = TensorScope.Open();
        using var folder = new TemporaryFolder();
        using var trained = ModelCatalog.Create(
            new ModelConfig { Name = "fcn_r18", NumClasses = 4, Options = new DilatedOptions { HeadChannels = 8 } });
        var state = trained.StateDict();
        SafetensorsWriter.Write(folder["w"], [.. state.Select(t => ("student." + t.Name, t.Tensor * 0 + 1)), .. state.Select(
            t => ("teacher." + t.Name, t.Tensor * 0 + 2))]);

        using var model = ModelCatalog.Create(
            new ModelConfig { Name = "fcn_r18", NumClasses = 4, Options = new DilatedOptions { HeadChannels = 8 } });
        using (var both = WeightFile.Open(folder["w"]))
        {
            Assert.Contains(WeightLoader.Load(model, both).Lines(), line => line.Contains("'student.'", StringComparison.Ordinal)
                && line.Contains("--part student", StringComparison.Ordinal));
            Assert.Equal(2, model.StateDict()[0].Tensor.Max().Item());
        }

        using var student = WeightFile.Open(folder["w"], "student");
        Assert.Contains(WeightLoader.Load(model, student).Lines(), line => line.Contains("'student' was taken", StringComparison.Ordinal));
        Assert.Equal(1, model.StateDict()[0].Tensor.Max().Item());
    }

    private static PickleWriter Two(string first, string second) => new PickleWriter().Op('}')
        .Text(second).Op('}').Text("conv.weight").Tensor("0", 4, 2, [2], [1]).Op('s').Op('s')
        .Text(first).Op('}').Text("conv.weight").Tensor("0", 4, 0, [2], [1]).Op('s').Op('s');

    private static float[] Values(WeightFile file, string name) =>
        MemoryMarshal.Cast<byte, float>(file.ReadBytes(file.Find(name)!)).ToArray();
}
