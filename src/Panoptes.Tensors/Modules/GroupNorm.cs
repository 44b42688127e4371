namespace Panoptes.Tensors.Modules;

/// <summary>Normalization of groups of channels within a sample (Wu and He 2018). Parameters <c>weight</c>, <c>bias</c>.</summary>
public sealed class GroupNorm : SampleNormalization
{
    private readonly long _groups;
    private readonly double _epsilon;

    /// <summary>Makes a layer with weight 1 and bias 0.</summary>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public GroupNorm(long groups, long channels, double epsilon = 1e-5)
        : base(Divided(channels, groups))
    {
        _groups = groups;
        _epsilon = epsilon;
    }

    private static long Divided(long channels, long groups) => groups >= 1 && channels % groups == 0
        ? channels
        : throw new ArgumentException($"{groups} groups do not divide {channels} channels", nameof(groups));

    private protected override Tensor Normalize(Tensor x) => x.GroupNorm(_groups, Weight, Bias, _epsilon);
}
