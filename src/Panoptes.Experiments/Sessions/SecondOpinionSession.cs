using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Diagnosis.Opinions;
using Panoptes.Experiments.Runs;
using Panoptes.Foundation;
using Panoptes.Tensors;
using Panoptes.Training.Engine;
using Panoptes.Training.Evaluation.Predictions;

namespace Panoptes.Experiments.Sessions;

/// <summary>Asks the model of a finished run what it thinks of a data set's labels, one image at a time.</summary>
public static class SecondOpinionSession
{
    private const long Purpose = 0x0B1;

    /// <summary>Asks.</summary>
    /// <param name="run">The run's folder; its best weights are asked.</param>
    /// <param name="dataset">The labels; with the run's classes.</param>
    /// <param name="images">How many images, drawn by the seed; all where fewer.</param>
    /// <param name="seed">Which images.</param>
    /// <param name="progress">Takes how many images are done, and of how many; null where nobody asks.</param>
    /// <exception cref="InputException">There is no such run, its model tells other classes apart, or gives no probabilities.</exception>
    public static SecondOpinion Run(string run, IDataset dataset, int images, long seed, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var folder = RunFolder.Existing(run);
        var config = folder.ReadConfig([]);
        RequireClasses(folder, dataset.Classes);
        var device = EngineSetup.Apply(config.Train, EngineUse.Inference);
        using var model = RunModel.Create(config, dataset.Classes);
        RunModel.Load(model, folder, "best", _ => { }, domain: config.Train.Evaluation.Domain);
        model.To(device);
        model.Eval();
        var predictor = RunModel.Predictor(model, config, dataset.Classes, device, whileTraining: false);
        var order = Enumerable.Range(0, dataset.Count).ToArray();
        new SeededRandom(seed, Purpose).Shuffle(order.AsSpan());
        var count = Math.Min(images, order.Length);
        var opinions = new List<LabelOpinion>();
        for (var i = 0; i < count; i++)
        {
            if (Ask(predictor, dataset, order[i]) is { } opinion)
            {
                opinions.Add(opinion);
            }

            progress?.Invoke(i + 1, count);
        }

        return new SecondOpinion(
            folder.Shown, [.. opinions.OrderBy(opinion => opinion.Quality).ThenBy(opinion => opinion.Name, StringComparer.Ordinal)]);
    }

    private static LabelOpinion? Ask(Predictor predictor, IDataset dataset, int index)
    {
        using var scope = TensorScope.Open();
        using var noGrad = Autograd.NoGrad();
        var sample = dataset.Load(index, SampleParts.Semantic);
        if (sample.Labels is not { } labels)
        {
            throw new InputException(sample.ImageFile, "no class for every pixel", "labels of classes", "choose a data set that has them");
        }

        var said = predictor.Score([sample.Image], labels.Width, labels.Height, [sample.ImageFile]);
        var probabilities = said.Probabilities(0) ?? throw new InputException(
            "--against", "a model that gives no probability of a class", "a run whose model does", "name another run");
        return SecondOpinion.Of(
            sample.Name, labels, dataset.Classes.VoidTrainId, probabilities.To(Device.Cpu).Contiguous().Data<float>());
    }

    private static void RequireClasses(RunFolder folder, ClassTable classes)
    {
        var known = RunSummary.Read(folder.Summary)?.Classes.Select(entry => entry.Name).ToArray()
            ?? throw new InputException(folder.Summary, "no such file", "the summary that training writes", "train that run first");
        if (!known.SequenceEqual(classes.Names))
        {
            throw new InputException(
                "--against", $"{folder.Shown}, which tells {string.Join(", ", known)} apart",
                $"the classes of the labels: {string.Join(", ", classes.Names)}", "name a run that was trained with this class table");
        }
    }
}
