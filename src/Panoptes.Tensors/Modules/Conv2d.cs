namespace Panoptes.Tensors.Modules;

/// <summary>
/// A two-dimensional convolution: N, C, H, W to N, out, H', W'. Parameters <c>weight</c> (out, in / groups, kH, kW) and <c>bias</c> (out).
/// </summary>
public class Conv2d : Layer, IPreparable
{
    private readonly ConvolutionSteps _steps;

    /// <summary>What runs in evaluation while inference is prepared.</summary>
    private PreparedConvolution? _prepared;

    /// <summary>Makes a convolution with PyTorch's default initialization.</summary>
    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="kernel">Side of the square kernel.</param>
    /// <param name="stride">Step.</param>
    /// <param name="padding">Zeros added on every side.</param>
    /// <param name="dilation">Distance between the kernel's cells.</param>
    /// <param name="groups">Groups of channels that do not see each other; equal to <paramref name="inputs"/> for a depthwise
    /// convolution.</param>
    /// <param name="bias">Whether a bias is added.</param>
    public Conv2d(
        long inputs, long outputs, long kernel, long stride = 1, long padding = 0, long dilation = 1, long groups = 1, bool bias = true)
        : this(inputs, outputs, (kernel, kernel), (stride, stride), (padding, padding), (dilation, dilation), groups, bias)
    {
    }

    /// <summary>Makes a convolution whose kernel may differ in height and width.</summary>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public Conv2d(
        long inputs,
        long outputs,
        (long Height, long Width) kernel,
        (long Y, long X) stride,
        (long Y, long X) padding,
        (long Y, long X) dilation,
        long groups = 1,
        bool bias = true)
    {
        if (groups < 1 || inputs % groups != 0 || outputs % groups != 0)
        {
            throw new ArgumentException($"{groups} groups do not divide {inputs} input and {outputs} output channels", nameof(groups));
        }

        var isDepthwise = groups == inputs && groups == outputs && groups > 1 && stride == (1, 1);
        _steps = new([stride.Y, stride.X], [padding.Y, padding.X], [dilation.Y, dilation.X], groups, isDepthwise);
        Weight = Parameter("weight", Tensor.Empty([outputs, inputs / groups, kernel.Height, kernel.Width]));
        Bias = bias ? Parameter("bias", Tensor.Empty([outputs])) : null;
        Initialize.Default(Weight, Bias);
    }

    /// <summary>The kernels: out, in / groups, kH, kW.</summary>
    public Tensor Weight { get; }

    /// <summary>One number an output channel, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>Groups of channels that do not see each other.</summary>
    public long Groups => _steps.Groups;

    /// <summary>Whether inference is prepared.</summary>
    protected internal bool IsPrepared => _prepared is not null;

    /// <inheritdoc/>
    bool IPreparable.IsPrepared => IsPrepared;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) =>
        _prepared is { } prepared && !IsTraining ? prepared.Forward(x) : Convolve(x, Weight, Bias);

    /// <summary>
    /// The convolution of some of its inputs, without bias: parts that meet at different sizes are added up by the caller.
    /// </summary>
    /// <param name="x">N, C, H, W.</param>
    /// <param name="start">The place of the first of the C channels among all inputs.</param>
    public Tensor Part(Tensor x, long start)
    {
        if (_prepared is { HasParts: true } prepared && !IsTraining)
        {
            return prepared.Part(x, start);
        }

        using var weight = Weight.Narrow(1, start, x.Size(1));
        return Convolve(x, weight, null);
    }

    /// <summary>
    /// Takes a normalization that follows, and a rectifier behind it, into the forward pass in evaluation;
    /// <see cref="Module.PrepareInference"/> calls it.
    /// </summary>
    internal void Absorb(Tensor factor, Tensor shift, Rectifier rectifier)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();

        // In double precision: one rounding instead of three.
        var scale = factor.To(DType.Float64);
        var weight = Weight.EmptyLike().CopyInPlace(Weight.To(DType.Float64).Mul(scale.View([-1, 1, 1, 1])).To(Weight.DType));
        var bias = shift.To(DType.Float64);
        bias = Bias is null ? bias : bias.Add(Bias.To(DType.Float64).Mul(scale));
        Prepare(weight, bias.To(Weight.DType), rectifier);
    }

    /// <inheritdoc/>
    void IPreparable.Prepare()
    {
        if (_prepared is not null)
        {
            return;
        }

        using var scope = TensorScope.Open();
        if (OwnAffine() is var (factor, shift))
        {
            Absorb(factor, shift, Rectifier.None);
        }
        else if (PreparedConvolution.CanPack(Weight, Bias, Groups))
        {
            Prepare(Weight, Bias, Rectifier.None);
        }
    }

    /// <inheritdoc/>
    void IPreparable.Release() => Release();

    private void Release()
    {
        _prepared?.Dispose();
        _prepared = null;
    }

    private void Prepare(Tensor weight, Tensor? bias, Rectifier rectifier)
    {
        Release();
        _prepared = new PreparedConvolution(weight, bias, _steps, rectifier);
    }

    /// <summary>
    /// A factor and a summand of every output channel that a layer within this one applies to the convolution, the same in training and in
    /// evaluation; inference has them in its weights. Null where there is none.
    /// </summary>
    protected virtual (Tensor Factor, Tensor Shift)? OwnAffine() => null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Release();
        base.Dispose(disposing);
    }

    /// <summary>The convolution with other weights of the same shape.</summary>
    /// <param name="x">N, C, H, W.</param>
    /// <param name="weight">out, in / groups, kH, kW.</param>
    /// <param name="bias">One number an output channel, or null.</param>
    protected Tensor Convolve(Tensor x, Tensor weight, Tensor? bias) => _steps.Run(x, weight, bias);
}
