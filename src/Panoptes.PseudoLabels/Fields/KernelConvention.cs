namespace Panoptes.PseudoLabels.Fields;

/// <summary>How the kernels of a random field are scaled: libraries differ, and results with them, as much as by leaving one out.</summary>
public enum KernelConvention
{
    /// <summary>k(i, j) / sqrt(d(i) d(j)), d the sum over all pixels, a pixel's message to itself kept. Panoptes' own.</summary>
    Symmetric,

    /// <summary>The same without a pixel's message to itself, in the sums too.</summary>
    SymmetricWithoutSelf,

    /// <summary>k(i, j) / d(i).</summary>
    Rows,

    /// <summary>k(i, j) as it is.</summary>
    Plain,

    /// <summary>k(i, j) as it is, without a pixel's message to itself.</summary>
    PlainWithoutSelf,
}
