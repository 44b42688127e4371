namespace Panoptes.Tensors.Modules;

/// <summary>Normalization of groups of channels within a sample (Wu and He 2018). Parameters <c>weight</c>, <c>bias</c>.</summary>
public sealed class GroupNorm : Layer, INormalization
{
    private readonly long _groups;
    private readonly double _epsilon;

    /// <summary>Makes a layer with weight 1 and bias 0.</summary>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public GroupNorm(long groups, long channels, double epsilon = 1e-5)
    {
        if (groups < 1 || channels % groups != 0)
        {
            throw new ArgumentException($"{groups} groups do not divide {channels} channels", nameof(groups));
        }

        _groups = groups;
        _epsilon = epsilon;
        Weight = Parameter("weight", Tensor.Ones([channels]));
        Bias = Parameter("bias", Tensor.Zeros([channels]));
    }

    /// <summary>Factor of every channel.</summary>
    public Tensor Weight { get; }

    /// <summary>Summand of every channel.</summary>
    public Tensor Bias { get; }

    /// <summary>Normalizes; an input of lower precision, as autocast makes it, in the parameters' precision.</summary>
    public override Tensor Forward(Tensor x)
    {
        if (x.DType == Weight.DType)
        {
            return x.GroupNorm(_groups, Weight, Bias, _epsilon);
        }

        using var raised = x.To(Weight.DType);
        return raised.GroupNorm(_groups, Weight, Bias, _epsilon);
    }
}
