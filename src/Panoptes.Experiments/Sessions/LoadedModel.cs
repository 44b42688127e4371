using Panoptes.Experiments.Predictions;
using Panoptes.Experiments.Runs;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Models.Outputs;
using Panoptes.Tensors;

namespace Panoptes.Experiments.Sessions;

/// <summary>
/// A run's model, or one of a file of weights, that is kept open for images which come one after the other; read by one thread at a time.
/// </summary>
public sealed class LoadedModel : IDisposable
{
    private readonly UsedModel used;
    private readonly OpenModel open;
    private readonly IDisposable prepared;

    private LoadedModel(UsedModel used, OpenModel open, string weights)
    {
        (this.used, this.open, Weights) = (used, open, weights);
        prepared = open.Predictor.Prepare();
    }

    /// <summary>Name of the network.</summary>
    public string Network => used.Config.Model.Name;

    /// <summary>Which weights they are.</summary>
    public string Weights { get; }

    /// <summary>Whether it runs on the processor, not on an accelerator.</summary>
    public bool IsOnProcessor => open.Device == Device.Cpu;

    /// <summary>What is asked of it.</summary>
    public SegmentationTask Task => used.Task;

    /// <summary>What it tells apart, by train id.</summary>
    public IReadOnlyList<ClassColor> Classes => used.Classes;

    /// <summary>Opens a model.</summary>
    /// <param name="source">Which.</param>
    /// <param name="settings">Settings that differ from its own, such as <c>train.evaluation.flip=true</c>.</param>
    /// <param name="say">Takes what is to be said of it, a line each.</param>
    /// <exception cref="InputException">There is no such model, or a setting changes nothing in one that is trained.</exception>
    public static LoadedModel Open(ModelSource source, IReadOnlyList<string> settings, Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(say);
        var used = UsedModel.Of(source, settings);
        return new LoadedModel(used, used.Open(say), source.Run is null ? used.Name : $"{source.Weights} of {used.Name}");
    }

    /// <summary>Reads images that go through the network together.</summary>
    /// <typeparam name="T">What is made of what the model says of an image.</typeparam>
    /// <param name="images">Images of one size, at least one.</param>
    /// <param name="read">Reads one image; what it is given is gone afterwards.</param>
    /// <returns>What was read, in the images' order.</returns>
    /// <exception cref="InputException">The model cannot take an image.</exception>
    public IReadOnlyList<T> Read<T>(IReadOnlyList<RgbImage> images, Func<BatchImage, T> read)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(read);
        using var scope = TensorScope.Open();
        var batch = open.Predictor.Score(
            images, images[0].Width, images[0].Height, [.. Enumerable.Repeat("the image", images.Count)]);
        return [.. Enumerable.Range(0, images.Count).Select(place => read(new BatchImage(batch, place)))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        prepared.Dispose();
        open.Dispose();
    }
}
