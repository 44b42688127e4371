namespace Panoptes.Data.Configuration;

/// <summary>Which images a stream draws, and where their crops lie.</summary>
public enum SamplerKind
{
    /// <summary>Each image once an epoch, in a new order; a crop lies anywhere in it.</summary>
    Random,

    /// <summary>
    /// Images as <see cref="Random"/>; the crop shows the middle of one of the image's things, each as likely (Panoptic FCN's baseline in
    /// de Geus and Dubbelman's code). Anywhere in images without a thing.
    /// </summary>
    ThingCenter,

    /// <summary>
    /// Pairs of crops, each round a segment of one class, both brought to one size (de Geus and Dubbelman 2023, section 4.2). Crops 2k and
    /// 2k + 1 of a batch are a pair.
    /// </summary>
    ClassPair,

    /// <summary>
    /// Each image as often a pass as its rarest class asks for (LVIS's repeat factors, as detectron2 and guided distillation have them); a
    /// crop lies anywhere in it.
    /// </summary>
    RepeatFactor,
}
