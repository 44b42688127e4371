namespace Panoptes.Training.Engine;

/// <summary>What the tensor engine is set up for.</summary>
public enum EngineUse
{
    /// <summary>Training: batches of one shape, again and again.</summary>
    Training,

    /// <summary>Evaluation or prediction: images that may each have a size of their own.</summary>
    Inference,
}
