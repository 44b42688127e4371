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

    /// <summary>
    /// <c>boxes</c>, (1,D,4) in pixels of the input, <c>scores</c>, (1,D), below 0 where there is no object, <c>classes</c>, (1,D), places
    /// in <see cref="ModelContract.Things"/>, and <c>masks</c>, (1,D,s,s), probabilities inside the boxes; of panoptic detectors
    /// <c>stuff_logits</c>, (1,S+1,h,w), too.
    /// </summary>
    Objects,

    /// <summary>Maps of positions and embeddings (Panoptic FCN): for readers of one's own.</summary>
    Kernels,
}
