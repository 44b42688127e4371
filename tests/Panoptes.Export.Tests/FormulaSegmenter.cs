using Panoptes.Models.Outputs;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Export.Tests;

/// <summary>A network of a formula: what a test wants to see in a graph.</summary>
internal sealed class FormulaSegmenter(Func<Tensor, Tensor> formula) : Segmenter
{
    public override int NumClasses => 1;

    public override SegmenterOutputs Forward(Tensor images) => new SemanticOutputs(formula(images), new Dictionary<string, Tensor>());
}
