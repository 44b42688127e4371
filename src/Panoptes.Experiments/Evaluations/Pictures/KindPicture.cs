using Panoptes.Data.Samples;
using Panoptes.Training.Evaluation.Kinds;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Evaluations.Pictures;

/// <summary>How the worst images of one kind of evaluation are drawn.</summary>
/// <param name="Parts">What of a sample is needed, beside the image.</param>
/// <param name="Draw">Draws them at the picture's size.</param>
internal sealed record KindPicture(
    SampleParts Parts,
    Func<PictureSubject, IBatchPrediction, DrawnKind> Draw)
{
    /// <summary>How a kind is drawn; null where it is not.</summary>
    public static KindPicture? Of(string kind) => kind switch
    {
        "semantic" or EvaluationKind.UnsupervisedSemanticName => new KindPicture(SampleParts.Labels, LabelPictures.Draw),
        "panoptic" or EvaluationKind.UnsupervisedName => new KindPicture(SampleParts.Segments, SegmentPictures.Draw),
        "instance" => new KindPicture(SampleParts.Instances | SampleParts.Segments, ObjectPictures.Draw),
        _ => null,
    };
}
