namespace Panoptes.Inference.Contracts;

/// <summary>What a graph puts out.</summary>
public enum OutputKind
{
    /// <summary><c>logits</c>, (N,C,h,w): of every class.</summary>
    Logits,

    /// <summary><c>labels</c>, (N,H,W): the best class of every pixel of the input.</summary>
    Labels,

    /// <summary>
    /// <c>class_logits</c>, (N,Q,K+1), and <c>mask_logits</c>, (N,Q,h,w); <c>labels</c> beside them where they are read inside.
    /// </summary>
    Masks,

    /// <summary>Maps of positions and embeddings (Panoptic FCN): for readers of one's own.</summary>
    Kernels,
}
