using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

/// <summary>A module saved under changed names; owns the module and the file.</summary>
internal sealed class SavedModule : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Module module;

    public SavedModule(Module module, Func<string, string> rename, IReadOnlyDictionary<string, string>? metadata = null)
    {
        this.module = module;
        SafetensorsWriter.Write(folder["w"], [.. module.StateDict().Select(t => (rename(t.Name), t.Tensor))], metadata);
        Weights = WeightFile.Open(folder["w"]);
    }

    /// <summary>Each tensor under another name, with other values, or (null) left out; and tensors that the module does not have.</summary>
    public SavedModule(
        Module module, Func<string, Tensor, (string Name, Tensor Tensor)?> change, params (string Name, Tensor Tensor)[] more)
    {
        this.module = module;
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var written = module.StateDict().Select(t => change(t.Name, t.Tensor)).OfType<(string Name, Tensor Tensor)>().Concat(more);
        SafetensorsWriter.Write(folder["w"], [.. written.Select(t => (t.Name, t.Tensor.Contiguous()))]);
        Weights = WeightFile.Open(folder["w"]);
    }

    public WeightFile Weights { get; }

    public void CheckEqual(Module loaded) =>
        Assert.All(module.StateDict().Zip(loaded.StateDict()), pair => Assert.Equal(
            pair.First.Tensor.Bytes().ToArray(), pair.Second.Tensor.Bytes().ToArray()));

    public void Dispose()
    {
        Weights.Dispose();
        module.Dispose();
        folder.Dispose();
    }
}
