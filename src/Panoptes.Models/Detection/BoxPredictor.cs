using Panoptes.Models.Layers;
using Panoptes.Tensors;
using Panoptes.Tensors.Modules;

namespace Panoptes.Models.Detection;

/// <summary>
/// Says the class of a box and where it should be, under detectron2's names <c>cls_score</c> and <c>bbox_pred</c> (FastRCNNOutputLayers).
/// </summary>
internal sealed class BoxPredictor : Module
{
    private readonly Linear classes;
    private readonly Linear deltas;

    /// <summary>Makes one.</summary>
    /// <param name="inputs">Channels of what is known of a box.</param>
    /// <param name="things">Classes of objects.</param>
    /// <param name="isClassAgnostic">Whether there is one code for all classes.</param>
    public BoxPredictor(int inputs, int things, bool isClassAgnostic)
    {
        classes = Child("cls_score", FilledLayer.Normal(new Linear(inputs, things + 1), 0.01));
        deltas = Child("bbox_pred", FilledLayer.Normal(new Linear(inputs, isClassAgnostic ? 4 : 4 * things), 0.001));
    }

    /// <summary>Says.</summary>
    /// <param name="x">(R, inputs).</param>
    public BoxPrediction Forward(Tensor x) => new(classes.Forward(x), deltas.Forward(x));
}
