using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Inference.Contracts;
using Panoptes.Serving.Models;

namespace Panoptes.Serving.Tests.Models;

/// <summary>A model that sees a class in how red a pixel is, and can be made to wait.</summary>
internal sealed class RedModel : IServedModel
{
    public const int Classes = 4;
    private readonly Lock gate = new();
    private readonly ManualResetEventSlim open = new(true);

    public ServedModelInfo Info { get; } = new(
        "red", "semantic", "none", "test",
        [.. Enumerable.Range(0, Classes).Select(id => new ModelClass($"class {id}", $"#{id}00000", id > 1, 10 + id))]);

    public int LargestBatch { get; init; } = int.MaxValue;

    public int UsualBatch => 8;

    /// <summary>The batches that were read: how many images of which size.</summary>
    public List<(int Images, int Width)> Batches { get; } = [];

    public (int Width, int Height) BatchSize(int width, int height) => (width, height);

    public IReadOnlyList<ImageReading> Read(IReadOnlyList<RgbImage> images)
    {
        open.Wait();
        lock (gate)
        {
            Batches.Add((images.Count, images[0].Width));
        }

        return images.Any(image => image.Pixels[0] == 255)
            ? throw new InputException("the image", "a red corner", "another color", "paint it")
            : [.. images.Select(image => new ImageReading.Labels(Seen(image)))];
    }

    /// <summary>What it sees.</summary>
    public static Plane<ushort> Seen(RgbImage image)
    {
        var labels = new Plane<ushort>(image.Width, image.Height);
        for (var i = 0; i < labels.Pixels.Length; i++)
        {
            labels.Pixels[i] = (ushort)(image.Pixels[3 * i] % Classes);
        }

        return labels;
    }

    /// <summary>Lets nothing through until <see cref="GoOn"/>.</summary>
    public void Hold() => open.Reset();

    public void GoOn() => open.Set();

    public void Dispose() => open.Dispose();
}
