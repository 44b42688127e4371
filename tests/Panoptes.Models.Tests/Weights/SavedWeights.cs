using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Tests.Weights;

/// <summary>A module's weights in a file, each under another name, with other values, or left out.</summary>
internal sealed class SavedWeights : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Module module;

    /// <summary>Writes them; the module is owned.</summary>
    public SavedWeights(Module module, Func<string, Tensor, (string Name, Tensor Tensor)?> change, params (string Name, Tensor Tensor)[] more)
    {
        this.module = module;
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var written = module.StateDict().Select(t => change(t.Name, t.Tensor)).OfType<(string Name, Tensor Tensor)>().Concat(more);
        SafetensorsWriter.Write(folder.File("w"), [.. written.Select(t => (t.Name, t.Tensor.Contiguous()))]);
        File = WeightFile.Open(folder.File("w"));
    }

    /// <summary>Writes them under other names.</summary>
    public SavedWeights(Module module, Func<string, string> rename)
        : this(module, (name, tensor) => (rename(name), tensor))
    {
    }

    public WeightFile File { get; }

    public void CheckEqual(Module loaded) =>
        Assert.All(module.StateDict().Zip(loaded.StateDict()), pair => Assert.True(pair.First.Tensor.Bytes().SequenceEqual(pair.Second.Tensor.Bytes()), pair.First.Name));

    public void Dispose()
    {
        File.Dispose();
        module.Dispose();
        folder.Dispose();
    }
}
