namespace Panoptes.Tensors.Modules;

/// <summary>
/// A module whose batch normalizations are folded into convolutions, and whose convolutions and linear layers are packed, until disposed.
/// </summary>
internal sealed class PreparedInference : IDisposable
{
    private readonly FoldablePair[] _pairs;
    private readonly IPreparable[] _layers;

    public PreparedInference(Module root)
    {
        var modules = root.NamedModules().Select(entry => entry.Module).ToList();
        _pairs = [.. modules.SelectMany(module => module.FoldablePairs())];
        _layers = [.. modules.OfType<IPreparable>()];
        if (_pairs.Any(pair => pair.Norm.FoldedRectifier is not null) || _layers.Any(layer => layer.IsPrepared))
        {
            throw new InvalidOperationException("the module is prepared for inference already; dispose that preparation first");
        }

        foreach (var (conv, norm, rectifier) in _pairs)
        {
            norm.FoldInto(conv, rectifier);
        }

        foreach (var layer in _layers)
        {
            layer.Prepare();
        }
    }

    public void Dispose()
    {
        foreach (var layer in _layers)
        {
            layer.Release();
        }

        foreach (var pair in _pairs)
        {
            pair.Norm.FoldedRectifier = null;
        }
    }
}
