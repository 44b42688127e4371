namespace Panoptes.Experiments.Reproductions;

/// <summary>One training of a reproduction.</summary>
/// <param name="Network">Its network.</param>
/// <param name="Arm">The way it is trained.</param>
/// <param name="Seed">Its seed.</param>
public sealed record Cell(NetworkConfig Network, ArmConfig Arm, long Seed)
{
    /// <summary>The name of its run, below its network's folder.</summary>
    public string RunName => $"{Arm.Name}-s{Seed}";

    /// <summary>What the console calls it.</summary>
    public string Shown => $"{Network.Name}/{RunName}";

    /// <summary>
    /// All cells of a reproduction, seed by seed: whoever stops after the first seed has a whole picture, if without intervals.
    /// </summary>
    public static IReadOnlyList<Cell> All(ReproductionConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return
        [
            .. config.Seeds.SelectMany(seed =>
                config.Networks.SelectMany(network => config.Arms.Select(arm => new Cell(network, arm, seed)))),
        ];
    }
}
