using Panoptes.Data.Sampling;

namespace Panoptes.Data.Loading;

/// <summary>Which sample comes where in an endless stream.</summary>
internal interface ISampleOrder
{
    /// <summary>This process's n-th sample.</summary>
    /// <param name="n">0 and up.</param>
    /// <param name="attempt">0; 1 and up for samples that stand in for one that cannot be read.</param>
    PlacedSample At(long n, int attempt);
}

/// <summary>A sample that is to be read.</summary>
/// <param name="Index">Its index in the data set.</param>
/// <param name="Place">Its place in the stream of all processes together, which its draws follow from.</param>
/// <param name="Target">What its crop is laid round, where that is known before it is read.</param>
internal readonly record struct PlacedSample(int Index, long Place, CropTarget? Target = null);
