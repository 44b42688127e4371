using System.Buffers.Binary;
using System.Security.Cryptography;
using Panoptes.Data.AnnotationChecks;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;

namespace Panoptes.Data.Checking;

/// <summary>Checks the samples of one split, many at a time.</summary>
internal sealed class SplitCheck(IDataset dataset, string split, DataCheckOptions options, DuplicateFinder copies, Action<DataFinding> add)
{
    private readonly Dictionary<string, int> sizes = [];
    private readonly long[] pixels = new long[dataset.Classes.Count];
    private readonly int[] images = new int[dataset.Classes.Count];
    private long voidPixels;
    private int done;
    private bool saidResolution;

    /// <summary>Checks all samples.</summary>
    public SplitSummary Run()
    {
        Parallel.For(
            0, dataset.Count,
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads > 0 ? options.Threads : Environment.ProcessorCount }, index =>
            {
                Check(index);
                options.Progress?.Invoke(split, Interlocked.Increment(ref done), dataset.Count);
            });
        return new SplitSummary(
            split, dataset.Name, dataset.Count, sizes, dataset.Classes.Names, pixels, images, voidPixels, dataset.Notes);
    }

    private void Check(int index)
    {
        var files = dataset.Files(index);
        var isRead = Try("unreadable image", files.Image, () => copies.Add(split, files.Image, Hash(files.Image)));
        var image = isRead
            ? Try("unreadable image", files.Image, () => CheckImage(files, dataset.Load(index, SampleParts.Image).Image))
            : null;
        if (dataset.Available.HasFlag(SampleParts.Labels)
            && Try("unreadable label", files.Label!, () => dataset.Load(index, SampleParts.Labels).StoredLabels) is { } labels)
        {
            CheckLabels(files, labels);
            Fit(files, image, labels.File, labels.Width, labels.Height);
        }

        if (dataset.Available.HasFlag(SampleParts.Segments) && Try(
            "unreadable segments", files.Instance ?? files.Label!,
            () => dataset.Load(index, SampleParts.Segments).Segments) is { } segments)
        {
            Fit(files, image, files.Instance ?? files.Label!, segments.Ids.Width, segments.Ids.Height);
        }

        if (dataset.Available.HasFlag(SampleParts.Depth)
            && Try("unreadable depth", files.Depth!, () => dataset.Load(index, SampleParts.Depth).Depth) is { } depth)
        {
            Fit(files, image, files.Depth!, depth.Width, depth.Height);
        }

        if (dataset is IAnnotationChecks annotations)
        {
            Try("unreadable annotation", files.Label ?? files.Image, () =>
            {
                foreach (var problem in annotations.CheckAnnotation(index))
                {
                    Report(FindingSeverity.Error, KindOf(problem), problem);
                }
            });
        }
    }

    private RgbImage CheckImage(SampleFiles files, RgbImage image)
    {
        lock (sizes)
        {
            var size = $"{image.Width}x{image.Height}";
            sizes[size] = sizes.GetValueOrDefault(size) + 1;
        }

        var header = ImageFile.ReadHeader(files.Image);
        if (header.Orientation != ExifOrientation.Normal)
        {
            Report(FindingSeverity.Warning, "exif orientation", new InputException(
                files.Image,
                $"EXIF orientation {(int)header.Orientation} ({header.StoredWidth}x{header.StoredHeight} stored, "
                    + $"{header.Width}x{header.Height} upright)",
                "an upright image; it is turned when read",
                "see that its labels were drawn on the upright image, or store it upright"));
        }

        if (IsBlank(image))
        {
            Report(FindingSeverity.Warning, "blank image", new InputException(
                files.Image, "nearly one color everywhere", "a picture", "look at it"));
        }

        return image;
    }

    private void CheckLabels(SampleFiles files, StoredLabels labels)
    {
        var counts = labels.CountIds();
        var table = labels.Classes;
        var perClass = new long[pixels.Length];
        var ignored = 0L;
        foreach (var (id, count) in counts.Where(c => !table.TryGetTrainId(c.Key, out _)).Take(3))
        {
            var (x, y) = labels.Find(id);
            Report(FindingSeverity.Error, "id not in table", labels.Unlisted(x, y), $" ({count} pixels)");
        }

        foreach (var (id, count) in counts)
        {
            if (table.TryGetTrainId(id, out var train))
            {
                if (train == table.VoidTrainId)
                {
                    ignored += count;
                }
                else
                {
                    perClass[train] += count;
                }
            }
        }

        lock (pixels)
        {
            voidPixels += ignored;
            for (var c = 0; c < perClass.Length; c++)
            {
                pixels[c] += perClass[c];
                images[c] += perClass[c] > 0 ? 1 : 0;
            }
        }

        var total = (long)labels.Width * labels.Height;
        if (ignored >= options.NearlyEmpty * total)
        {
            Report(FindingSeverity.Warning, "nearly empty", new InputException(
                files.Image, $"{(double)ignored / total:P1} void", "labeled pixels", "look at it; it teaches nothing"));
        }
    }

    private void Fit(SampleFiles files, RgbImage? image, string layer, int width, int height)
    {
        if (image is null)
        {
            return;
        }

        if (!Try("size mismatch", layer, () => LayerFiles.RequireSameAspect(files.Image, image.Width, image.Height, layer, width, height)))
        {
            return;
        }

        if ((width != image.Width || height != image.Height) && !Interlocked.Exchange(ref saidResolution, true))
        {
            Report(FindingSeverity.Warning, "other resolution", new InputException(
                layer, $"{width}x{height}", $"{image.Width}x{image.Height} as {files.Image}",
                "nothing if it is meant: both are moved in scene coordinates; said once a split"));
        }
    }

    private bool Try(string kind, string file, Action action) => Try(kind, file, () =>
    {
        action();
        return this;
    }) is not null;

    private T? Try<T>(string kind, string file, Func<T> action)
        where T : class?
    {
        try
        {
            return action();
        }
        catch (InputException problem)
        {
            Report(FindingSeverity.Error, kind, problem);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Report(FindingSeverity.Error, kind, new InputException(
                file, error.Message, "a readable file", "check the file and its permissions", error));
        }

        return null;
    }

    private void Report(FindingSeverity severity, string kind, InputException problem, string more = "") =>
        add(new DataFinding(severity, kind, split, problem.Source!, problem.Message + more));

    private static string KindOf(InputException problem) =>
        problem.Source!.Contains(".json", StringComparison.Ordinal) ? "json" : "maps disagree";

    private static UInt128 Hash(string file)
    {
        using var stream = File.OpenRead(file);
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(stream));
    }

    private static bool IsBlank(RgbImage image)
    {
        double sum = 0, squares = 0;
        var step = Math.Max(1, image.Pixels.Length / 30000);
        var count = 0;
        for (var i = 0; i < image.Pixels.Length; i += step, count++)
        {
            sum += image.Pixels[i];
            squares += (double)image.Pixels[i] * image.Pixels[i];
        }

        return (squares / count) - (sum / count * (sum / count)) < 1;
    }
}
