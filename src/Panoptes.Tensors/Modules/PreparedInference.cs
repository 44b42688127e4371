namespace Panoptes.Tensors.Modules;

/// <summary>A module whose batch normalizations are folded into convolutions, until disposed.</summary>
internal sealed class PreparedInference : IDisposable
{
    private readonly (Conv2d Conv, BatchNorm2d Norm)[] _pairs;

    public PreparedInference(Module root)
    {
        _pairs = [.. root.NamedModules().SelectMany(entry => entry.Module.FoldablePairs())];
        if (_pairs.Any(pair => pair.Norm.IsFolded))
        {
            throw new InvalidOperationException("the module is prepared for inference already; dispose that preparation first");
        }

        foreach (var (conv, norm) in _pairs)
        {
            norm.FoldInto(conv);
        }
    }

    public void Dispose()
    {
        foreach (var (conv, norm) in _pairs)
        {
            conv.Release();
            norm.IsFolded = false;
        }
    }
}
