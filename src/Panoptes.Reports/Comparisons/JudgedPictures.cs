using Panoptes.Experiments.Evaluations.Pictures;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Reports.Comparisons;

/// <summary>Where a run's pictures say that it is right.</summary>
/// <param name="Judged">The map of that; null where the run kept none, as those of before.</param>
/// <param name="Truth">The truth in class colors.</param>
/// <param name="Prediction">The prediction in class colors.</param>
internal sealed record JudgedPictures(string? Judged, string Truth, string Prediction)
{
    /// <summary>Numbers of <see cref="Judgement"/>; of class colors where there is no map.</summary>
    public Plane<byte> Read()
    {
        if (Judged is not null)
        {
            return Judgement.Read(Judged);
        }

        var (truth, found) = (PngFile.ReadRgb(Truth), PngFile.ReadRgb(Prediction));
        var map = new Plane<byte>(truth.Width, truth.Height);
        var isOfSize = found.Width == truth.Width && found.Height == truth.Height;
        for (var i = 0; isOfSize && i < map.Pixels.Length; i++)
        {
            var isRight = truth.Pixels.AsSpan(3 * i, 3).SequenceEqual(found.Pixels.AsSpan(3 * i, 3));
            map.Pixels[i] = isRight ? Judgement.Right : Judgement.Wrong;
        }

        return map;
    }
}
