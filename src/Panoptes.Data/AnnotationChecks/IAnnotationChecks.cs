using Panoptes.Foundation;

namespace Panoptes.Data.AnnotationChecks;

/// <summary>A data set whose annotations can be checked beyond what reading a sample needs.</summary>
internal interface IAnnotationChecks
{
    /// <summary>What is wrong with the annotation of a sample: keys, areas, boxes, ids that only one side has.</summary>
    IEnumerable<InputException> CheckAnnotation(int index);
}
