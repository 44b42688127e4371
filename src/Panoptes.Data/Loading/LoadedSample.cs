using System.Buffers;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;

namespace Panoptes.Data.Loading;

/// <summary>A sample of a batch that is read, moved and written.</summary>
/// <param name="Info">Where it came from and how it was moved.</param>
/// <param name="Segments">Its segments, where they are wanted.</param>
/// <param name="Instances">Its objects, where they are wanted.</param>
internal sealed record LoadedSample(SampleInfo Info, IReadOnlyList<SegmentTarget>? Segments, IReadOnlyList<InstanceTarget>? Instances)
{
    /// <summary>Its pixels, where they wait for the batch's size to be known.</summary>
    public LoosePixels? Loose { get; init; }
}

/// <summary>The pixels of a sample outside of any batch.</summary>
/// <param name="geometry">How the sample was moved.</param>
/// <param name="parts">Which targets there are.</param>
internal sealed class LoosePixels(Geometry geometry, SampleParts parts) : IDisposable
{
    private readonly int area = geometry.Width * geometry.Height;
    private readonly float[] image = ArrayPool<float>.Shared.Rent(3 * geometry.Width * geometry.Height);
    private readonly long[] labels = Rent<long>(geometry, parts.HasFlag(SampleParts.Labels));
    private readonly int[] ids = Rent<int>(geometry, parts.HasFlag(SampleParts.Segments));

    /// <summary>The memory, of the geometry's output size.</summary>
    public SampleRoom Room => new(image.AsSpan(0, 3 * area), Used(labels), Used(ids));

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(image);
        Return(labels);
        Return(ids);
    }

    private static T[] Rent<T>(Geometry geometry, bool wanted) => wanted ? ArrayPool<T>.Shared.Rent(geometry.Width * geometry.Height) : [];

    private static void Return<T>(T[] array)
    {
        if (array.Length > 0)
        {
            ArrayPool<T>.Shared.Return(array);
        }
    }

    private Span<T> Used<T>(T[] array) => array.Length == 0 ? [] : array.AsSpan(0, area);
}
