using Panoptes.Data.Configuration;
using Panoptes.Foundation;
using Panoptes.Imaging.Photometrics;

namespace Panoptes.Data.Sampling;

/// <summary>
/// Draws pairs of segments of one class (de Geus and Dubbelman 2023, section 4.2): classes by turns, every one once before any comes again,
/// in an order that is drawn anew each time; one size; two images of the class; a segment of each. A pure function of seed and pair.
/// </summary>
/// <param name="segments">What may be drawn.</param>
/// <param name="config">How.</param>
/// <param name="seed">The stream's seed.</param>
public sealed class PairSampler(ClassSegments segments, SamplerConfig config, long seed)
{
    private const int Redraws = 10;
    private const int SubstitutesOfTheClass = 4;
    private const long ClassSalt = 0xC1;
    private const long SizeSalt = 0xC2;
    private const long SegmentSalt = 0xC3;

    /// <summary>The class of a pair.</summary>
    /// <param name="pair">The pair's number in the stream, 0 and up.</param>
    /// <returns>Its train id.</returns>
    public int ClassOf(long pair)
    {
        var count = segments.Classes.Count;
        return segments.Classes[(int)new KeyedPermutation(count, seed, pair / count, ClassSalt)[pair % count]];
    }

    /// <summary>A crop of a pair.</summary>
    /// <param name="pair">The pair's number in the stream, 0 and up.</param>
    /// <param name="crop">0 for its first crop, 1 for its second.</param>
    /// <param name="substitute">
    /// 0; 1 and up for crops that stand in for one whose image cannot be read: of the same class four times, then of any.
    /// </param>
    public TargetDraw Crop(long pair, int crop, int substitute = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(crop & 1, crop);
        var trainId = ClassOf(pair);
        var size = DrawSize(Draws(SizeSalt, pair));
        TargetDraw drawn;
        if (substitute > 0)
        {
            var random = Draws(SegmentSalt, pair, crop, -substitute);
            drawn = DrawSegment(
                substitute <= SubstitutesOfTheClass ? trainId : segments.Classes[random.Integer(0, segments.Classes.Count)], random);
        }
        else
        {
            drawn = DrawSegment(trainId, Draws(SegmentSalt, pair, crop, 0));
            if (crop == 1 && config.RejectSameImage)
            {
                var first = DrawSegment(trainId, Draws(SegmentSalt, pair, 0, 0)).Image;
                for (var attempt = 1; attempt <= Redraws && drawn.Image == first; attempt++)
                {
                    drawn = DrawSegment(trainId, Draws(SegmentSalt, pair, crop, attempt));
                }
            }
        }

        return drawn with { Target = Sized(drawn.Target, size) with { Pair = pair } };
    }

    /// <summary>Draws the size of a pair.</summary>
    /// <param name="random">Where the draw comes from.</param>
    public int DrawSize(IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return config.Sizes[random.Integer(0, config.Sizes.Count)];
    }

    /// <summary>Draws an image of a class, then a segment of the class in it.</summary>
    /// <param name="trainId">The class.</param>
    /// <param name="random">Where the two draws come from.</param>
    public TargetDraw DrawSegment(int trainId, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var images = segments.ImagesOf(trainId);
        var image = images[random.Integer(0, images.Count)];
        var candidates = segments.SegmentsOf(trainId, image);
        return new TargetDraw(image, segments.Target(image, candidates[random.Integer(0, candidates.Count)]));
    }

    /// <summary>A thing with the size that it is resized to; stuff as it is, since its images are resized as always.</summary>
    public static CropTarget Sized(CropTarget target, int size)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Segment.IsThing ? target with { Size = size } : target;
    }

    private SeededDraws Draws(params ReadOnlySpan<long> place) => new(new SeededRandom([seed, .. place]));
}
