namespace Panoptes.Training.Collectives;

/// <summary>What the first process says for all.</summary>
public static class FirstProcess
{
    /// <summary>What it decides, in all processes; all of them ask at the same place.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="decide">Asked in the first alone.</param>
    public static bool Decides(ICollective collective, Func<bool> decide)
    {
        ArgumentNullException.ThrowIfNull(collective);
        ArgumentNullException.ThrowIfNull(decide);
        double[] said = [collective.Rank == 0 && decide() ? 1 : 0];
        collective.Sum(said);
        return said[0] > 0;
    }
}
