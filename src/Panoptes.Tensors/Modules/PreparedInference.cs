namespace Panoptes.Tensors.Modules;

/// <summary>A module whose batch normalizations are folded into convolutions, and whose convolutions are packed, until disposed.</summary>
internal sealed class PreparedInference : IDisposable
{
    private readonly FoldablePair[] _pairs;
    private readonly Conv2d[] _convolutions;

    public PreparedInference(Module root)
    {
        var modules = root.NamedModules().Select(entry => entry.Module).ToList();
        _pairs = [.. modules.SelectMany(module => module.FoldablePairs())];
        _convolutions = [.. modules.OfType<Conv2d>()];
        if (_pairs.Any(pair => pair.Norm.FoldedRectifier is not null) || _convolutions.Any(conv => conv.IsPrepared))
        {
            throw new InvalidOperationException("the module is prepared for inference already; dispose that preparation first");
        }

        foreach (var (conv, norm, rectifier) in _pairs)
        {
            norm.FoldInto(conv, rectifier);
        }

        foreach (var conv in _convolutions)
        {
            conv.Prepare();
        }
    }

    public void Dispose()
    {
        foreach (var conv in _convolutions)
        {
            conv.Release();
        }

        foreach (var pair in _pairs)
        {
            pair.Norm.FoldedRectifier = null;
        }
    }
}
