using Panoptes.Foundation;

namespace Panoptes.Training.Losses;

/// <summary>The pixel losses that can be chosen.</summary>
public enum LossKind
{
    /// <summary>Softmax cross-entropy.</summary>
    CrossEntropy,

    /// <summary>Sigmoid cross-entropy of every class against the one-hot label.</summary>
    BinaryCrossEntropy,

    /// <summary>Sigmoid focal loss (Lin et al. 2017).</summary>
    Focal,

    /// <summary>Softmax dice loss (Milletari et al. 2016).</summary>
    Dice,
}

/// <summary>What a pixel loss is divided by.</summary>
public enum PixelAverage
{
    /// <summary>All pixels; ignored ones count as zero loss (mmsegmentation's default).</summary>
    AllPixels,

    /// <summary>The pixels that are not ignored.</summary>
    ValidPixels,

    /// <summary>Cross-entropy only: the class weights of the pixels that are not ignored, added up (PyTorch's weighted mean).</summary>
    ValidWeights,
}

/// <summary>Online hard example mining: only hard pixels carry cross-entropy (mmsegmentation's OHEMPixelSampler).</summary>
public sealed record OhemConfig
{
    /// <summary>Pixels whose label has a lower probability than this are kept; null keeps the hardest by loss alone.</summary>
    public double? Threshold { get; init; } = 0.7;

    /// <summary>Pixels kept at least, per image of the batch, at least 1.</summary>
    public long MinKept { get; init; } = 100_000;
}

/// <summary>One loss of the list that a training adds up.</summary>
public sealed record LossTermConfig
{
    /// <summary>Which loss.</summary>
    public LossKind Name { get; init; } = LossKind.CrossEntropy;

    /// <summary>Factor in the total, at least 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Factor per class, one for each train id; empty weighs all alike. Not renormalized.</summary>
    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    /// <summary>Cross-entropy (both kinds): what the sum is divided by.</summary>
    public PixelAverage Average { get; init; } = PixelAverage.AllPixels;

    /// <summary>Cross-entropy: hard pixels only; null takes all.</summary>
    public OhemConfig? Ohem { get; init; }

    /// <summary>Focal: exponent of the easy-pixel discount, at least 0.</summary>
    public double Gamma { get; init; } = 2;

    /// <summary>Focal: weight of the positive label, in [0, 1]; one number, or one a class.</summary>
    public IReadOnlyList<double> Alpha { get; init; } = [0.5];

    /// <summary>Dice: term added above and below, above 0.</summary>
    public double Smooth { get; init; } = 1;

    /// <summary>Dice: exponent in the denominator, above 0.</summary>
    public double Exponent { get; init; } = 2;

    internal void Validate(string option)
    {
        Require.AtLeast($"{option}.weight", Weight, 0);
        Require.AtLeast($"{option}.gamma", Gamma, 0);
        Require.Positive($"{option}.smooth", Smooth);
        Require.Positive($"{option}.exponent", Exponent);
        foreach (var alpha in Alpha)
        {
            Require.Within($"{option}.alpha", alpha, 0, 1);
        }

        foreach (var weight in ClassWeights)
        {
            Require.AtLeast($"{option}.class_weights", weight, 0);
        }

        if (ClassWeights.Count > 0 && ClassWeights.All(weight => weight == 0))
        {
            throw new InputException(
                $"{option}.class_weights", "only zeros", "a weight above 0 for some class",
                $"give the classes weights, or leave {option}.class_weights out: nothing would be learnt");
        }

        if (Alpha.Count == 0)
        {
            throw new InputException($"{option}.alpha", "an empty list", "one number, or one a class", "give it, or leave the option out");
        }

        if (Average == PixelAverage.ValidWeights && (Name != LossKind.CrossEntropy || ClassWeights.Count == 0))
        {
            throw new InputException(
                $"{option}.average", $"valid_weights for {Name} with {ClassWeights.Count} class weights",
                "cross_entropy with class weights", "give class_weights, or choose valid_pixels");
        }

        if (Ohem is { } ohem)
        {
            if (Name != LossKind.CrossEntropy)
            {
                throw new InputException(
                    $"{option}.ohem", $"set for {Name}", "cross_entropy, the only loss that it applies to",
                    $"remove it, or set {option}.name to cross_entropy");
            }

            Require.AtLeast($"{option}.ohem.min_kept", ohem.MinKept, 1);
            if (ohem.Threshold is { } threshold)
            {
                Require.Within($"{option}.ohem.threshold", threshold, 0, 1);
            }
        }
    }
}

/// <summary>The supervised losses: their weighted sum, on the main logits and on every auxiliary head.</summary>
public sealed record LossConfig
{
    /// <summary>The losses that are added up.</summary>
    public IReadOnlyList<LossTermConfig> Terms { get; init; } = [new()];

    /// <summary>Factor on every auxiliary head's losses, at least 0.</summary>
    public double AuxiliaryWeight { get; init; } = 0.4;

    /// <summary>Label that counts nowhere: void.</summary>
    public int IgnoreIndex { get; init; } = 255;

    /// <summary>Checks ranges.</summary>
    /// <exception cref="InputException">An option is out of range or has no effect; names it.</exception>
    public void Validate()
    {
        if (Terms.Count == 0)
        {
            throw new InputException("train.loss.terms", "an empty list", "at least one loss", "name one, such as cross_entropy");
        }

        Require.AtLeast("train.loss.auxiliary_weight", AuxiliaryWeight, 0);
        for (var i = 0; i < Terms.Count; i++)
        {
            Terms[i].Validate($"train.loss.terms[{i}]");
        }

        if (Terms.All(term => term.Weight == 0))
        {
            throw new InputException(
                "train.loss.terms", "terms of weight 0 only", "a term with a weight above 0",
                "give one a weight: nothing would be minimized");
        }
    }
}
