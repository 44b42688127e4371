using Panoptes.Data.Configuration;
using Panoptes.Data.Targets;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Tensors;

namespace Panoptes.Data.Loading;

/// <summary>
/// The samples of one training step as tensors: named views of the images, and what is known of them. Disposing it says that nobody reads
/// the tensors any more: their memory is used for a later batch.
/// </summary>
public sealed class Batch : IDisposable
{
    /// <summary>The view that every batch has: the images as the recipe augments them; the first strong view of several.</summary>
    public const string ImageView = "image";

    private readonly Action<Batch>? giveBack;
    private bool disposed;

    /// <summary>Makes a batch of images with label maps that owns its tensors.</summary>
    /// <param name="step">The step it is for.</param>
    /// <param name="images">N,3,H,W float32, normalized.</param>
    /// <param name="labels">N,H,W int64 train ids.</param>
    /// <param name="samples">Where its N samples came from.</param>
    /// <param name="giveBack">Takes the tensors when the batch is disposed; they are disposed where null.</param>
    public Batch(long step, Tensor images, Tensor labels, IReadOnlyList<SampleInfo> samples, Action<Batch>? giveBack = null)
        : this(step, new Dictionary<string, Tensor> { [ImageView] = images }, new BatchTargets(labels), samples, giveBack)
    {
    }

    /// <summary>Makes a batch that owns its tensors.</summary>
    /// <param name="step">The step it is for.</param>
    /// <param name="views">Images by the view's name; <see cref="ImageView"/> among them, all of one N, H and W.</param>
    /// <param name="targets">What is known of the images.</param>
    /// <param name="samples">Where its N samples came from.</param>
    /// <param name="giveBack">Takes the tensors when the batch is disposed; they are disposed where null.</param>
    public Batch(
        long step,
        IReadOnlyDictionary<string, Tensor> views,
        BatchTargets targets,
        IReadOnlyList<SampleInfo> samples,
        Action<Batch>? giveBack = null)
    {
        ArgumentNullException.ThrowIfNull(views);
        ArgumentNullException.ThrowIfNull(targets);
        (Step, Views, Targets, Samples, this.giveBack) = (step, views, targets, samples, giveBack);
        foreach (var tensor in Tensors)
        {
            tensor.Keep();
        }
    }

    /// <summary>The step it is for.</summary>
    public long Step { get; }

    /// <summary>N,3,H,W float32 each, normalized; all views of a sample are moved alike and differ in their colors alone.</summary>
    public IReadOnlyDictionary<string, Tensor> Views { get; }

    /// <summary>What is known of the images.</summary>
    public BatchTargets Targets { get; }

    /// <summary>
    /// N,3,H,W float32, normalized: the view <see cref="ImageView"/>. Padding is 0, the mean color, unless another one is configured.
    /// </summary>
    public Tensor Images => Views[ImageView];

    /// <summary>N,H,W int64 train ids; padding and ignored pixels are the table's void id.</summary>
    /// <exception cref="InvalidOperationException">Label maps were not asked for.</exception>
    public Tensor Labels => Targets.Labels ?? throw new InvalidOperationException("the batch has no label maps: they were not asked for");

    /// <summary>Where its N samples came from, how they were moved, and which part of the batch's height and width shows them.</summary>
    public IReadOnlyList<SampleInfo> Samples { get; }

    /// <summary>Where the samples stand in the batch of all processes that train together.</summary>
    public BatchPlaces Places { get; init; } = BatchPlaces.Whole;

    /// <summary>All its tensors.</summary>
    internal IEnumerable<Tensor> Tensors => Views.Values.Concat(new[] { Targets.Labels, Targets.Segments?.Ids }.OfType<Tensor>());

    /// <summary>The colors of a part of a sample: 3 * Height * Width values of the box, planes R, G, B, as the batch holds them.</summary>
    /// <param name="item">Which sample.</param>
    /// <param name="box">The part; it must lie inside.</param>
    public float[] Colors(int item, PixelRectangle box) => Colors(item, box, ImageView);

    /// <summary>A sample as a picture: a view with its colors as they were before they were normalized.</summary>
    /// <param name="item">Which sample.</param>
    /// <param name="augmentation">Mean and deviation that the images were normalized with.</param>
    /// <param name="view">The view, one of <see cref="Views"/>.</param>
    public RgbImage Picture(int item, AugmentationConfig augmentation, string view = ImageView)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        var (width, height) = ((int)Images.Size(3), (int)Images.Size(2));
        var (image, area) = (new RgbImage(width, height), width * height);
        var colors = Colors(item, new PixelRectangle(0, 0, width, height), view);
        for (var channel = 0; channel < 3; channel++)
        {
            var (mean, deviation) = (augmentation.Mean[channel], augmentation.Std[channel]);
            for (var i = 0; i < area; i++)
            {
                image.Pixels[(3 * i) + channel] = (byte)Math.Clamp(
                    Math.Round((colors[(channel * area) + i] * deviation) + mean), 0, 255);
            }
        }

        return image;
    }

    /// <summary>
    /// A batch of the same views, of which more is known; it takes this one's place, which must not be used any more. Tensors of other
    /// targets are its own.
    /// </summary>
    /// <param name="targets">What is known of the images.</param>
    /// <param name="samples">Where its samples came from.</param>
    public Batch With(BatchTargets targets, IReadOnlyList<SampleInfo> samples)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        disposed = true;
        return new Batch(Step, Views, targets, samples, giveBack) { Places = Places };
    }

    private float[] Colors(int item, PixelRectangle box, string view) =>
        (BatchTensors.Of(this) with { Images = Views[view] }).Canvas(item).Cut(box);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        if (giveBack is not null)
        {
            giveBack(this);
            return;
        }

        foreach (var tensor in Tensors)
        {
            tensor.Dispose();
        }
    }
}
