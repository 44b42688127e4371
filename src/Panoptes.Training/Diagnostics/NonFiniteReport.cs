using System.Text.Json;
using System.Text.Json.Serialization;
using Panoptes.Data.Loading;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Tensors.Optimizers;
using Panoptes.Training.Checkpoints;

namespace Panoptes.Training.Diagnostics;

/// <summary>
/// What is written down when a loss or gradient is not finite: all that is needed to find the cause and to repeat the step.
/// </summary>
public sealed record NonFiniteReport
{
    private const int WorstParametersListed = 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>What was not finite, such as <c>loss decode.loss_ce</c> or <c>the gradient</c>.</summary>
    public required string What { get; init; }

    /// <summary>Updates done; this step's was not.</summary>
    public required long Step { get; init; }

    /// <summary>The training's seed: with the step it gives the batch again.</summary>
    public required long Seed { get; init; }

    /// <summary>Every loss and measure of the step.</summary>
    public required IReadOnlyDictionary<string, double> Losses { get; init; }

    /// <summary>Rates of the groups.</summary>
    public required IReadOnlyList<double> LearningRates { get; init; }

    /// <summary>L2 norm of every group's gradient.</summary>
    public required IReadOnlyList<double> GroupGradientNorms { get; init; }

    /// <summary>The parameters whose gradient is not finite, or largest, worst first.</summary>
    public required IReadOnlyList<ParameterNorms> WorstParameters { get; init; }

    /// <summary>The images of the step with their files and geometries.</summary>
    public required IReadOnlyList<SampleInfo> Samples { get; init; }

    /// <summary>Gradient and weight norm of a parameter.</summary>
    /// <param name="Name">The parameter.</param>
    /// <param name="GradientNorm">L2 norm of its gradient.</param>
    /// <param name="WeightNorm">L2 norm of its values.</param>
    public sealed record ParameterNorms(string Name, double GradientNorm, double WeightNorm);

    /// <summary>Measures the gradients and gathers the report.</summary>
    internal static NonFiniteReport Of(
        string what, TrainingProgress progress, long seed, IReadOnlyDictionary<string, double> losses, IReadOnlyList<ParameterGroup> groups,
        IReadOnlyList<SampleInfo> samples)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var norms = groups
            .Select(group => group.Parameters
                .Select(entry => new ParameterNorms(entry.Name, entry.Tensor.Grad is { } gradient ? Norm(gradient) : 0, Norm(entry.Tensor)))
                .ToList())
            .ToList();
        return new NonFiniteReport
        {
            What = what,
            Step = progress.Step,
            Seed = seed,
            Losses = losses,
            LearningRates = [.. groups.Select(group => group.LearningRate)],
            GroupGradientNorms = [.. norms.Select(group => Math.Sqrt(group.Sum(entry => entry.GradientNorm * entry.GradientNorm)))],
            WorstParameters = [.. norms.SelectMany(group => group)
                .OrderByDescending(entry => double.IsFinite(entry.GradientNorm) ? entry.GradientNorm : double.PositiveInfinity)
                .Take(WorstParametersListed)],
            Samples = samples,
        };
    }

    /// <summary>Writes the report and makes the error that says where it is.</summary>
    /// <param name="folder">Where; null writes none.</param>
    /// <param name="suspects">The images to look at, those of other processes among them.</param>
    internal InputException Publish(string? folder, IReadOnlyList<string> suspects)
    {
        var written = "nothing was written down, as the training has no folder for it";
        if (folder is not null)
        {
            var path = Path.Combine(folder, $"nonfinite_step_{Step:D8}.json");
            AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Json));
            written = $"see {path} for every loss, gradient norm and geometry";
        }

        var images = string.Join(", ", suspects.Take(4)) + (suspects.Count > 4 ? $" and {suspects.Count - 4} more" : "");
        return new InputException(
            $"training step {Step}", $"{What} not finite", "finite numbers",
            $"look at the batch ({images}), lower the learning rate or lengthen the warm-up; the weights were not updated; {written}");
    }

    private static double Norm(Tensor tensor) => tensor.To(DType.Float64).Norm().Item();
}
