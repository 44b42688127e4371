using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Panoptes.Export.Tests;

/// <summary>A written model, run by OnnxRuntime.</summary>
internal sealed class OnnxRun(string path) : IDisposable
{
    private readonly InferenceSession session = new(path);

    /// <summary>Runs it on images (N,3,H,W); numbers of every output in row-major order.</summary>
    public IReadOnlyDictionary<string, (int[] Shape, double[] Values)> Run(float[] images, ReadOnlySpan<long> shape)
    {
        var tensor = new DenseTensor<float>(images, [.. shape.ToArray().Select(size => (int)size)]);
        var input = NamedOnnxValue.CreateFromTensor("images", tensor);
        using var results = session.Run([input]);
        return results.ToDictionary(result => result.Name, result => result.Value switch
        {
            Tensor<float> numbers => (numbers.Dimensions.ToArray(), numbers.Select(value => (double)value).ToArray()),
            Tensor<long> integers => (integers.Dimensions.ToArray(), integers.Select(value => (double)value).ToArray()),
            _ => throw new NotSupportedException(result.Name),
        });
    }

    public void Dispose() => session.Dispose();
}
