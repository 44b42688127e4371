using System.Globalization;
using System.Text.RegularExpressions;
using Panoptes.Models.Backbones;
using Panoptes.Models.Layers;
using Panoptes.Models.Weights;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Heads;

/// <summary>Settings of <see cref="HamburgerHead"/>.</summary>
public sealed record HamburgerHeadConfig : HeadConfig
{
    /// <summary>The first of the feature maps it takes; it takes all that are coarser, too.</summary>
    public int FirstLevel { get; init; } = 1;

    /// <summary>Width inside the factorization.</summary>
    public int HamChannels { get; init; } = 512;

    /// <summary>Bases of the factorization (R). The official code's default is 64, mmsegmentation's configurations have 16.</summary>
    public int Rank { get; init; } = 64;

    /// <summary>Seed of the factorization's bases in evaluation.</summary>
    public long EvaluationSeed { get; init; }

    /// <summary>Groups of its norms; divides both widths.</summary>
    public int NormGroups { get; init; } = 32;

    /// <inheritdoc/>
    public override SegmentationHead Build(IReadOnlyList<FeatureLevel> levels) => new HamburgerHead(this, levels);
}

/// <summary>
/// SegNeXt's light Hamburger (Guo et al. 2022, figure 3; mmseg/models/decode_heads/ham_head.py): the maps of the last three
/// stages at stride 8, squeezed; their low-rank approximation added; aligned and classified.
/// </summary>
public sealed partial class HamburgerHead : SegmentationHead, IWeightGuard
{
    /// <summary>Under this name weights written by Panoptes say the rank they were trained with.</summary>
    private const string RankFact = "nmf_rank";
    private const int OfficialRank = 64;

    // Where mmcv and mmengine put the text of a training's configuration.
    private static readonly string[] ConfigurationTexts = ["meta.config", "meta.cfg"];

    private readonly HamburgerHeadConfig config;
    private readonly LevelFusion squeeze;
    private readonly Conv2d hamIn;
    private readonly LevelFusion align;
    private readonly Conv2d hamOut;
    private readonly GroupNorm hamNorm;

    internal HamburgerHead(HamburgerHeadConfig config, IReadOnlyList<FeatureLevel> levels)
        : base(config)
    {
        this.config = config;
        var (inner, groups) = ((long)config.HamChannels, config.NormGroups);
        squeeze = Child("squeeze", new LevelFusion(
            levels.Skip(config.FirstLevel).Sum(level => level.Channels), inner, "gn", new GroupNorm(groups, inner), config.AlignCorners));
        hamIn = Convolution.Biased(inner, inner, 1);
        hamOut = Convolution.Of(inner, inner, 1);
        hamNorm = new GroupNorm(groups, inner);
        Factorization = new MatrixFactorization(inner, config.Rank, config.EvaluationSeed);
        _ = Child("hamburger", new Sequential(
            ("ham_in", new Sequential(("conv", hamIn))),
            ("ham", Factorization),
            ("ham_out", new Sequential(("conv", hamOut), ("gn", hamNorm)))));
        align = Child("align", new LevelFusion(inner, config.Channels, "gn", new GroupNorm(groups, config.Channels), config.AlignCorners));
    }

    /// <inheritdoc/>
    IReadOnlyDictionary<string, string> IWeightGuard.Facts =>
        new Dictionary<string, string> { [RankFact] = config.Rank.ToString(CultureInfo.InvariantCulture) };

    /// <summary>The factorization, into which bases can be handed.</summary>
    internal MatrixFactorization Factorization { get; }

    /// <summary>Starts the factorization from given bases instead of random ones, until null is given.</summary>
    /// <param name="bases">(N or 1, HamChannels, Rank), not negative; stays the caller's.</param>
    public void UseBases(Tensor? bases) => Factorization.GivenBases = bases;

    /// <inheritdoc/>
    WeightMismatch? IWeightGuard.Mismatch(WeightFile file, IReadOnlyDictionary<string, WeightSource> given)
    {
        var trained = TrainedRank(file);
        return given.Count > 0 && trained is int rank && rank != config.Rank
            ? new WeightMismatch(
                $"a Hamburger trained with {rank} bases",
                $"{config.Rank}, as this model has; the tensors are alike but the results are not",
                $"set model.nmf_rank={rank}, or load the backbone alone with model.weights_scope=backbone")
            : null;
    }

    /// <inheritdoc/>
    string? IWeightGuard.Warning(WeightFile file, IReadOnlyDictionary<string, WeightSource> given) =>
        given.Count > 0 && TrainedRank(file) is null
        ? $"the file does not say with how many bases its Hamburger was trained, and its tensors cannot tell; this model has "
            + $"model.nmf_rank={config.Rank}"
        : null;

    /// <inheritdoc/>
    protected override Tensor Decode(IReadOnlyList<Tensor> features)
    {
        var squeezed = squeeze.Forward([.. features.Skip(config.FirstLevel)], 0);
        var approximated = Factorization.Forward(hamIn.Forward(squeezed).ReluInPlace());
        var enjoyed = hamNorm.Forward(hamOut.Forward(approximated)).AddInPlace(squeezed).ReluInPlace();
        return align.Forward(enjoyed);
    }

    private static int? TrainedRank(WeightFile file)
    {
        if (file.Metadata.TryGetValue(RankFact, out var fact) && int.TryParse(fact, CultureInfo.InvariantCulture, out var own))
        {
            return own;
        }

        var text = ConfigurationTexts.Select(key => file.Metadata.GetValueOrDefault(key))
            .FirstOrDefault(value => value?.Contains("LightHamHead", StringComparison.Ordinal) == true);
        return text is null ? null
            : RankSetting().Match(text) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : OfficialRank;
    }

    // MD_R=16 in Python's notation, 'MD_R': 16 in a dictionary's.
    [GeneratedRegex(@"MD_R'?\s*[=:]\s*(\d{1,5})", RegexOptions.CultureInvariant)]
    private static partial Regex RankSetting();
}
