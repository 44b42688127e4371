namespace Panoptes.Experiments.Sessions;

/// <summary>Where a model that is used comes from: a run, or a file of weights with what says what network it is of.</summary>
public sealed record ModelSource
{
    private ModelSource()
    {
    }

    /// <summary>The run's folder; null for a file of weights.</summary>
    public string? Run { get; private init; }

    /// <summary>
    /// Of a run: <c>best</c>, <c>last</c>, or the path of a checkpoint. Else the file of weights; null where it was fetched.
    /// </summary>
    public string? Weights { get; private init; }

    /// <summary>
    /// What network a file of weights is of: a model's name, a recipe, a configuration, or the name of published weights.
    /// </summary>
    public string? Model { get; private init; }

    /// <summary>The class table of a file of weights, by name or as a file; null for the one of its recipe.</summary>
    public string? Classes { get; private init; }

    /// <summary>A run's model.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="weights"><c>best</c>, <c>last</c>, or the path of a checkpoint.</param>
    public static ModelSource OfRun(string folder, string weights = "best") => new() { Run = folder, Weights = weights };

    /// <summary>A model of a file of weights, published or one's own.</summary>
    /// <param name="model">A model's name, a recipe, a configuration, or the name of published weights.</param>
    /// <param name="weights">The file; null for published weights that were fetched.</param>
    /// <param name="classes">The class table, by name or as a file; null for the one of the recipe.</param>
    public static ModelSource OfFile(string model, string? weights, string? classes = null) =>
        new() { Model = model, Weights = weights, Classes = classes };
}
