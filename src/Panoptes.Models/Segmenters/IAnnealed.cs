namespace Panoptes.Models.Segmenters;

/// <summary>A network in which something beside its weights follows the course of its training.</summary>
public interface IAnnealed
{
    /// <summary>
    /// Sets what follows; called before the first step, after what a checkpoint holds is restored, and after every update.
    /// </summary>
    /// <param name="step">Updates done.</param>
    /// <param name="steps">Updates in the whole training.</param>
    void Anneal(long step, long steps);
}
