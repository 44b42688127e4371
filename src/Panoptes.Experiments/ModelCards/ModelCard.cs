using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.Settings;
using Panoptes.Foundation;
using Panoptes.Models.Backbones;
using Panoptes.Models.Catalog;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;

namespace Panoptes.Experiments.ModelCards;

/// <summary>Parameters of a part of a model.</summary>
/// <param name="Name">The part: the first word of its parameters' names.</param>
/// <param name="Parameters">Numbers that are trained.</param>
public sealed record PartSize(string Name, long Parameters);

/// <summary>What is known of a model before anything is trained.</summary>
public sealed record ModelCard
{
    /// <summary>Images in the pass that training's memory is estimated from: one alone has no batch statistics.</summary>
    private const int ProbedImages = 2;

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Parameters by part, exact.</summary>
    public required IReadOnlyList<PartSize> Parts { get; init; }

    /// <summary>Tensors in its state, as a weight file of it holds them.</summary>
    public required int Tensors { get; init; }

    /// <summary>Channels and strides of its backbone's feature maps, finest first.</summary>
    public required IReadOnlyList<FeatureLevel> Levels { get; init; }

    /// <summary>Height and width in pixels that costs are given for.</summary>
    public required (int Height, int Width) Size { get; init; }

    /// <summary>Images in a training step that memory is given for.</summary>
    public required int Batch { get; init; }

    /// <summary>
    /// Multiply-adds of convolutions and matrix products of one image's inference, one each, as published implementations compute it.
    /// </summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Those of them that are computed here, where equal results come cheaper in another order.</summary>
    public required long ComputedMultiplyAdds { get; init; }

    /// <summary>Bytes that inference of one image needs, 32-bit floats: weights and what is alive at once. An estimate.</summary>
    public required long InferenceBytes { get; init; }

    /// <summary>
    /// Bytes that a training step needs, 32-bit floats: weights, gradients, AdamW's state, and all results that a backward pass may need.
    /// An estimate from above.
    /// </summary>
    public required long TrainingBytes { get; init; }

    /// <summary>License of published weights, or null.</summary>
    public string? License { get; init; }

    /// <summary>Recipes for it, with the results that were published for them.</summary>
    public IReadOnlyList<PublishedRecipe> Recipes { get; init; } = [];

    /// <summary>The recipe of another model of its family, where it has none of its own and the family has one; or null.</summary>
    public string? FamilyRecipe { get; init; }

    /// <summary>All parameters.</summary>
    public long Parameters => Parts.Sum(part => part.Parameters);

    /// <summary>Makes the model with random weights and passes shapes through it.</summary>
    /// <param name="config">The model; 19 classes where it names no number.</param>
    /// <param name="size">Height and width in pixels, at least 32.</param>
    /// <param name="batch">Images in a training step, at least 1.</param>
    /// <exception cref="InputException">The configuration, size or batch cannot be used.</exception>
    public static ModelCard Of(ModelConfig config, (int Height, int Width) size, int batch)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (size.Height < 32 || size.Width < 32 || batch < 1)
        {
            throw new InputException(
                "size and batch", $"{size.Height}x{size.Width}, {batch}", "at least 32x32 pixels and one image", "choose larger ones");
        }

        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        using var model = ModelCatalog.Create(config);
        var parameters = model.NamedParameters();
        var training = Cost(model, ProbedImages, size);
        model.Eval();
        var inference = Cost(model, 1, size);
        var weights = model.StateDict().Sum(entry => entry.Tensor.Count * entry.Tensor.DType.Size());
        PublishedRecipe[] recipes = [.. PublishedRecipes.Names.Select(PublishedRecipes.Find)
            .Where(recipe => recipe.Config.Model.Name == config.Name)];
        var trained = parameters.Sum(entry => entry.Tensor.Count) * sizeof(float);
        return new ModelCard
        {
            Name = config.Name,
            Parts = [.. parameters.GroupBy(entry => entry.Name.Split('.')[0])
                .Select(part => new PartSize(part.Key, part.Sum(entry => entry.Tensor.Count)))],
            Tensors = model.StateDict().Count,
            Levels = model.NamedModules().Select(entry => entry.Module).OfType<Backbone>().FirstOrDefault()?.Levels ?? [],
            Size = size,
            Batch = batch,
            MultiplyAdds = inference.MultiplyAdds + inference.Spared,
            ComputedMultiplyAdds = inference.MultiplyAdds,
            InferenceBytes = weights + inference.Peak,
            TrainingBytes = weights + (3 * trained) + (training.Results / ProbedImages * batch),
            License = config.Family.License(config.Name),
            Recipes = recipes,
            FamilyRecipe = recipes.Length > 0 ? null : PublishedRecipes.For(
                new RunConfig { Model = config, Data = new() { Classes = "cityscapes" } })?.Name,
        };
    }

    private static (long MultiplyAdds, long Spared, long Peak, long Results) Cost(Segmenter model, int images, (int Height, int Width) size)
    {
        using var scope = TensorScope.Open();
        using var input = Tensor.Zeros([images, 3, size.Height, size.Width]);
        using var pass = ShapePass.Open();
        model.Forward(input);
        return (pass.MultiplyAdds, pass.SparedMultiplyAdds, pass.PeakBytes, pass.ResultBytes);
    }
}
