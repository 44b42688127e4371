namespace Panoptes.Training.Supervision.Teachers.Agreement;

/// <summary>
/// How far a trained network says the same of an image's strong view as a teacher's labels, as sums that add up over images. Of objects and
/// segments the parts are labels; of label maps pixels and classes.
/// </summary>
/// <param name="Labels">Objects and segments that are labels; 0 of label maps.</param>
/// <param name="Found">Those of them that the network found, whatever class it gave them.</param>
/// <param name="Classed">What a class was compared of: the labels that were found; of label maps the pixels that have a label.</param>
/// <param name="SameClass">Those of them to which both give the same class.</param>
/// <param name="Masks">Masks that were compared: the labels that were found; of label maps the classes that an image's labels show.</param>
/// <param name="Overlap">The sum of their intersections over unions, 0 to <paramref name="Masks"/>.</param>
internal readonly record struct LabelAgreement(
    double Labels, double Found, double Classed, double SameClass, double Masks, double Overlap)
{
    /// <summary>Both together.</summary>
    public static LabelAgreement operator +(LabelAgreement left, LabelAgreement right) => new(
        left.Labels + right.Labels, left.Found + right.Found, left.Classed + right.Classed, left.SameClass + right.SameClass,
        left.Masks + right.Masks, left.Overlap + right.Overlap);
}
