namespace Panoptes.Experiments.Weights;

/// <summary>Whose first digits stand in the names of a source's files.</summary>
public enum NamedChecksum
{
    /// <summary>None do.</summary>
    None,

    /// <summary>SHA-256: <c>NAME-0123abcd.pth</c>, as torch.hub and mmcv write them.</summary>
    Sha256,

    /// <summary>MD5: <c>model_final_0123ab.pkl</c>, as detectron2's model zoo says.</summary>
    Md5,
}
