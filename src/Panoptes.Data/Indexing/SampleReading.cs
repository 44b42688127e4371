using System.Buffers.Binary;
using System.Security.Cryptography;
using Panoptes.Data.Readers;
using Panoptes.Data.Samples;
using Panoptes.Data.Sampling;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs;

namespace Panoptes.Data.Indexing;

/// <summary>Reads one sample for an index. What cannot be read is a fault of the sample, and the rest is read all the same.</summary>
/// <param name="dataset">The split.</param>
/// <param name="root">The data set's folder, which faults leave out.</param>
/// <param name="counter">Memory of the thread.</param>
internal sealed class SampleReading(IDataset dataset, string root, LabelCounter counter)
{
    private const int MostIds = 3;
    private readonly List<SampleFault> faults = [];
    private bool isPassing;

    /// <summary>Reads a sample.</summary>
    /// <param name="split">Its split's place.</param>
    /// <param name="index">Its place in the split.</param>
    public IndexedSample Read(int split, int index)
    {
        var files = dataset.Files(index);
        var sample = new IndexedSample { Split = split, Index = index, Name = files.Name };
        if (Try(FaultKinds.Image, files.Image, () => sample = Content(sample, files)))
        {
            Try(FaultKinds.Image, files.Image, () => sample = Image(sample, files));
        }

        var loaded = LoadAll(index);
        Try(FaultKinds.Label, files.Label ?? files.Image, () => sample = Labels(sample, files, loaded));
        Try(FaultKinds.Segments, files.Instance ?? files.Label ?? files.Image, () => sample = Segments(sample, loaded));
        if (sample is { Width: > 0, LabelWidth: > 0 })
        {
            Try(FaultKinds.Size, files.Label ?? files.Image, () => LayerFiles.RequireSameAspect(
                files.Image, sample.Width, sample.Height, files.Label ?? files.Image, sample.LabelWidth, sample.LabelHeight));
        }

        return sample with { Faults = [.. faults], IsPassing = isPassing };
    }

    // Labels and segments at once where both can be read, as they may come from one file; else null, and each is read alone.
    private Sample? LoadAll(int index)
    {
        try
        {
            return dataset.Load(index, Layers, counter.Buffers);
        }
        catch (Exception unreadable) when (unreadable is InputException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private SampleParts Layers => dataset.Available
        & (SampleParts.Labels | (dataset.Available.HasFlag(SampleParts.Segments) ? SampleParts.Segments : SampleParts.Instances));

    private static IndexedSample Content(IndexedSample sample, SampleFiles files)
    {
        using var stream = File.OpenRead(files.Image);
        return sample with
        {
            Bytes = stream.Length,
            Content = BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(stream)),
        };
    }

    private IndexedSample Image(IndexedSample sample, SampleFiles files)
    {
        UInt128? look;
        if (dataset.ImagesAreFiles)
        {
            var header = ImageFile.ReadHeader(files.Image);
            var (picture, shrink) = ImageFile.ReadFor(files.Image, PictureHash.Shrink(header.Width, header.Height));
            (sample, look) = (sample with { Width = header.Width, Height = header.Height }, PictureHash.Of(picture, shrink));
        }
        else
        {
            var picture = dataset.Load(sample.Index, SampleParts.Image).Image;
            (sample, look) = (sample with { Width = picture.Width, Height = picture.Height }, PictureHash.Of(picture));
        }

        if (look is null)
        {
            Fault(FaultKinds.Blank, new InputException(files.Image, "nearly one color everywhere", "a picture", "look at it"));
        }

        return sample with { Look = look ?? 0 };
    }

    private IndexedSample Labels(IndexedSample sample, SampleFiles files, Sample? loaded)
    {
        if (!dataset.Available.HasFlag(SampleParts.Labels)
            || (loaded ?? dataset.Load(sample.Index, SampleParts.Labels, counter.Buffers)).StoredLabels is not { } labels)
        {
            return sample;
        }

        var (classes, ignored, unlisted) = (new SortedDictionary<int, long>(), 0L, 0);
        foreach (var (id, pixels) in counter.Count(labels))
        {
            if (!labels.Classes.TryGetTrainId(id, out var train))
            {
                if (unlisted++ < MostIds)
                {
                    var (x, y) = labels.Find(id);
                    Fault(FaultKinds.Unlisted, labels.Unlisted(x, y));
                }
            }
            else if (train == labels.Classes.VoidTrainId)
            {
                ignored += pixels;
            }
            else
            {
                classes[train] = classes.GetValueOrDefault(train) + pixels;
            }
        }

        if (classes.Count == 0 && unlisted == 0)
        {
            Fault(FaultKinds.Empty, new InputException(
                files.Label ?? files.Image, "labels that are void everywhere", "labeled pixels", "look at it; it teaches nothing"));
        }

        return sample with
        {
            LabelWidth = labels.Width,
            LabelHeight = labels.Height,
            Classes = [.. classes.Select(one => new ClassPixels(one.Key, one.Value))],
            VoidPixels = ignored,
        };
    }

    private IndexedSample Segments(IndexedSample sample, Sample? loaded)
    {
        var parts = dataset.Available & (SampleParts.Segments | SampleParts.Instances);
        if (parts == SampleParts.None)
        {
            return sample;
        }

        var found = SampleSegments.Of(
            loaded ?? dataset.Load(sample.Index, SampleSegments.Layer(dataset), counter.Buffers), dataset.Classes.VoidTrainId);
        return sample with
        {
            LabelWidth = sample.LabelWidth > 0 || found.Segments.Count == 0 ? sample.LabelWidth : found.Width,
            LabelHeight = sample.LabelHeight > 0 || found.Segments.Count == 0 ? sample.LabelHeight : found.Height,
            Segments = found.Segments,
        };
    }

    private bool Try(string kind, string file, Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (InputException problem)
        {
            isPassing |= IsPassing(problem.InnerException);
            Fault(kind, problem);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            isPassing |= IsPassing(error);
            Fault(kind, new InputException(file, error.Message, "a readable file", "check the file and its permissions", error));
        }

        return false;
    }

    // Of what the system refuses; a file that is not there or ends too early is so until it changes.
    private static bool IsPassing(Exception? cause) => cause is UnauthorizedAccessException
        or (IOException and not (FileNotFoundException or DirectoryNotFoundException or EndOfStreamException));

    private void Fault(string kind, InputException problem)
    {
        // A file that several readers meet is one fault.
        var message = problem.Message.Replace(root, "", StringComparison.Ordinal);
        if (faults.All(fault => fault.Message != message))
        {
            faults.Add(new SampleFault(kind, message));
        }
    }
}
