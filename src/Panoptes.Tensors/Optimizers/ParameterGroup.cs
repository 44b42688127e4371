namespace Panoptes.Tensors.Optimizers;

/// <summary>Parameters that are stepped with the same learning rate and weight decay.</summary>
public sealed class ParameterGroup
{
    /// <summary>Makes a group.</summary>
    /// <param name="parameters">Named parameters; those without gradient in a step are left out of it.</param>
    /// <param name="learningRate">Positive or 0; a schedule may change it before every step.</param>
    /// <param name="weightDecay">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public ParameterGroup(IReadOnlyList<(string Name, Tensor Tensor)> parameters, double learningRate, double weightDecay)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Check(learningRate, nameof(learningRate));
        Check(weightDecay, nameof(weightDecay));
        Parameters = parameters;
        BaseLearningRate = LearningRate = learningRate;
        WeightDecay = weightDecay;
    }

    /// <summary>The parameters under their names in the model.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> Parameters { get; }

    /// <summary>The part of the model that they are of, where a schedule tells parts apart; else empty.</summary>
    public string Part { get; init; } = "";

    /// <summary>The learning rate that the group was made with: what a schedule scales.</summary>
    public double BaseLearningRate { get; }

    /// <summary>The learning rate of the next step.</summary>
    public double LearningRate { get; set; }

    /// <summary>The weight decay.</summary>
    public double WeightDecay { get; }

    /// <summary>The number of elements of all parameters.</summary>
    public long Count => Parameters.Sum(p => p.Tensor.Count);

    private static void Check(double value, string name)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(name, value, "must be 0 or a positive number");
        }
    }
}
