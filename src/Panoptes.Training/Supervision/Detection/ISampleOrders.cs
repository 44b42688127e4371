namespace Panoptes.Training.Supervision.Detection;

/// <summary>What is sampled.</summary>
public enum SamplePurpose
{
    /// <summary>Anchors, of which the region proposal network learns.</summary>
    Anchors,

    /// <summary>Proposals, of which the stages learn.</summary>
    Proposals,
}

/// <summary>In which order candidates are taken.</summary>
public interface ISampleOrders
{
    /// <summary>A permutation.</summary>
    /// <param name="purpose">What is sampled.</param>
    /// <param name="image">The image of the batch.</param>
    /// <param name="count">How many candidates there are.</param>
    /// <returns>Every number from 0 to <paramref name="count"/> - 1 once.</returns>
    int[] Draw(SamplePurpose purpose, int image, int count);
}
