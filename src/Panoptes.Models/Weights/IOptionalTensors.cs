namespace Panoptes.Models.Weights;

/// <summary>A backbone that knows which of its tensors published weights may be without.</summary>
internal interface IOptionalTensors
{
    /// <summary>
    /// Whether published weights may be without a tensor that the network learns anew, such as a norm put before the heads.
    /// </summary>
    /// <param name="name">The backbone's name for it.</param>
    bool MayLack(string name);
}
