using Panoptes.Formats.Cityscapes;
using Panoptes.Formats.Labels;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Pixels;

namespace Panoptes.Metrics.Cityscapes;

/// <summary>
/// The buffers of one worker of the instance-level evaluation: one frame's instance ids, and one mask at a time laid on
/// them. Only the mask's runs are looked at.
/// </summary>
internal sealed class CityscapesMaskOverlaps
{
    private static readonly bool[] IsIgnored = [.. CityscapesLabel.All.Select(label => label.IsIgnored)];

    private readonly FileBuffer file = new();
    private readonly LabelMapBuffer<ushort> instances = new();
    private readonly LabelMapBuffer<byte> labels = new();
    private readonly LabelMapBuffer<byte> mask = new();
    private readonly long[] shared = new long[1 << 16];
    private readonly List<int> touched = [];
    private readonly List<CityscapesTruth> truths = [];
    private string truthPath = "";

    /// <summary>Reads a frame's instance ids, holds them against its label ids and lists its segments of instance classes.</summary>
    public IReadOnlyList<CityscapesTruth> Open(CityscapesFrame frame)
    {
        var path = frame.InstanceIds;
        instances.Read(path, file);
        if (frame.LabelIds is not null)
        {
            labels.Read(frame.LabelIds, file);
            GroundTruthSize.Require(path, instances.Size, frame.LabelIds, labels.Size);
            CityscapesMaps.RequireAgreement<byte>(frame, instances.Pixels, labels.Pixels, labels.Size.Width);
        }

        truthPath = path;
        truths.Clear();
        AddRuns(instances.Pixels);
        foreach (var (id, count) in TakeShared())
        {
            if (CityscapesMaps.Label(path, InstanceEncoding.Cityscapes.LabelOf(id)) is { HasInstances: true, IsIgnored: false } label)
            {
                truths.Add(new CityscapesTruth(id, label.Id, count));
            }
        }

        return [.. truths];
    }

    /// <summary>The frame's instance ids.</summary>
    public ReadOnlySpan<ushort> Frame => instances.Pixels;

    /// <summary>The mask that was laid on it last, not 0 inside.</summary>
    public ReadOnlySpan<byte> Mask => mask.Pixels;

    /// <summary>Lays a mask on the frame; null where it is empty.</summary>
    public CityscapesPrediction? Overlap(string path, int label, double score)
    {
        ReadMask(path);
        var pixels = 0L;
        ReadOnlySpan<byte> left = mask.Pixels;
        for (var at = 0; ;)
        {
            var start = left.IndexOfAnyExcept((byte)0);
            if (start < 0)
            {
                break;
            }

            var length = left[start..].IndexOf((byte)0);
            length = length < 0 ? left.Length - start : length;
            pixels += length;
            AddRuns(instances.Pixels.Slice(at + start, length));
            at += start + length;
            left = left[(start + length)..];
        }

        if (pixels == 0)
        {
            return null;
        }

        var (ignored, overlaps) = (0L, new List<(int Truth, long Pixels)>());
        foreach (var (id, count) in TakeShared())
        {
            // An instance of an ignored class is no void, its group is.
            ignored += id < IsIgnored.Length && IsIgnored[id] ? count : 0;
            var truth = truths.FindIndex(t => t.Id == id && t.Label == label);
            if (truth >= 0)
            {
                overlaps.Add((truth, count));
            }
        }

        return new CityscapesPrediction(path, label, score, pixels, ignored, overlaps);
    }

    private void AddRuns(ReadOnlySpan<ushort> ids)
    {
        while (ids.Length > 0)
        {
            var id = ids[0];
            var length = ids.IndexOfAnyExcept(id);
            length = length < 0 ? ids.Length : length;
            if (shared[id] == 0)
            {
                touched.Add(id);
            }

            shared[id] += length;
            ids = ids[length..];
        }
    }

    private List<(int Id, long Pixels)> TakeShared()
    {
        touched.Sort();
        var counts = touched.ConvertAll(id => (id, shared[id]));
        foreach (var id in touched)
        {
            shared[id] = 0;
        }

        touched.Clear();
        return counts;
    }

    private void ReadMask(string path)
    {
        var bytes = file.Read(path);
        var header = PngFile.ReadHeader(bytes, path);
        GroundTruthSize.Require(path, (header.Width, header.Height), truthPath, instances.Size);
        if (header.Layout == PixelLayout.Gray && header.BitDepth <= 8)
        {
            mask.Read(bytes, path);
            return;
        }

        // As PIL's convert("L") does; very dark colors round to 0 and are outside.
        var colors = PngFile.ReadRgb(bytes, path).Pixels;
        mask.Resize(header.Width, header.Height);
        var pixels = mask.Pixels;
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(((colors[3 * i] * 19595) + (colors[(3 * i) + 1] * 38470) + (colors[(3 * i) + 2] * 7471) + 0x8000) >> 16);
        }
    }
}
