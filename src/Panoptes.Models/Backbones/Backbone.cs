using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Backbones;

/// <summary>One of the feature maps a backbone makes.</summary>
/// <param name="Channels">Its channels.</param>
/// <param name="Stride">Image pixels per feature pixel.</param>
public readonly record struct FeatureLevel(long Channels, int Stride);

/// <summary>A network that turns images into feature maps of several strides.</summary>
public abstract class Backbone : Module, IOptionalTensors
{
    /// <summary>Its feature maps, finest first.</summary>
    public abstract IReadOnlyList<FeatureLevel> Levels { get; }

    /// <summary>
    /// How many layers it has that learn at rates of their own where the rate decays with depth; 0 where it does not say.
    /// </summary>
    public virtual int LayerCount => 0;

    /// <summary>Which of those a parameter is of: 0 is the input's own, null what comes after the last.</summary>
    /// <param name="name">The backbone's name for it.</param>
    public virtual int? LayerOf(string name) => null;

    /// <summary>Whether training recomputes each block's inside in the backward pass instead of keeping it.</summary>
    public bool ActivationCheckpointing { get; set; }

    /// <summary>Whether weights and statistics stay as they are; see <see cref="Freeze"/>.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>
    /// Keeps weights and statistics as they are: heads above learn from features that do not move, at the price of heads.
    /// </summary>
    public virtual void Freeze()
    {
        IsFrozen = true;
        RequireGradients(false);
    }

    /// <summary>
    /// The feature maps for heads: as <see cref="Forward"/> makes them, or, frozen, as in evaluation and with nothing recorded.
    /// </summary>
    /// <param name="images">(N,3,H,W).</param>
    public Tensor[] Extract(Tensor images)
    {
        if (!IsFrozen)
        {
            return Forward(images);
        }

        if (IsTraining)
        {
            Eval();
        }

        using var noGrad = Autograd.NoGrad();
        return Forward(images);
    }

    /// <summary>Makes the feature maps.</summary>
    /// <param name="images">(N,3,H,W).</param>
    /// <returns>One map per level: (N, Channels, ceil(H / Stride), ceil(W / Stride)); the caller may dispose each.</returns>
    public abstract Tensor[] Forward(Tensor images);

    /// <summary>
    /// Whether published weights of this backbone may be without a tensor that the network learns anew, such as a norm put before the
    /// heads.
    /// </summary>
    /// <param name="name">The backbone's name for it.</param>
    internal virtual bool MayLack(string name) => false;

    bool IOptionalTensors.MayLack(string name) => MayLack(name);

    /// <summary>
    /// Why a file must not fill a whole model of this backbone, though it may fill the backbone alone; null where nothing speaks against
    /// it.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="given">What it has for the model, by the model's own names.</param>
    internal virtual WeightMismatch? MismatchOfWhole(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) => null;

    /// <summary>What the user should know of a whole model's weights; or null.</summary>
    /// <param name="file">The file.</param>
    /// <param name="given">What it has for the model, by the model's own names.</param>
    internal virtual string? WarningOnWhole(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) => null;

    /// <summary>
    /// Runs blocks one after the other and frees what passes between them; backbones run all their blocks through this or
    /// <see cref="RunBlock"/>.
    /// </summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="x">What the first takes; it stays the caller's.</param>
    /// <returns>What the last makes.</returns>
    protected Tensor RunBlocks(Sequential blocks, Tensor x)
    {
        var current = x;
        for (var k = 0; k < blocks.Count; k++)
        {
            var next = RunBlock(blocks[k], current);
            if (!ReferenceEquals(next, current) && !ReferenceEquals(current, x))
            {
                current.Dispose();
            }

            current = next;
        }

        return current;
    }

    /// <summary>Runs one block: the single place where <see cref="ActivationCheckpointing"/> acts.</summary>
    protected Tensor RunBlock(Layer block, Tensor x) =>
        ActivationCheckpointing ? ActivationCheckpoint.Run(block, x) : block.Forward(x);
}
