using Panoptes.Data.Loading;
using Panoptes.Data.Samples;
using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;
using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.TwoStage;
using Panoptes.Models.Segmenters;
using Panoptes.Tensors;
using Panoptes.Training.Configuration;
using Panoptes.Training.Matching;
using Panoptes.Training.Streams;
using Panoptes.Training.Supervision;
using Panoptes.Training.Supervision.Detection;

namespace Panoptes.Bench;

/// <summary>A training step of Panoptic Cascade Mask R-CNN on ResNet-50: what bench/peers/mask_rcnn.py does in Python.</summary>
internal static class DetectorBench
{
    private const int Things = 8;
    private const int Stuff = 11;
    private const int Objects = 8;

    /// <summary>Proposals, matching, sampling, stages, masks, stuff, and the gradient of all losses.</summary>
    public static object Run(Arguments arguments)
    {
        var (height, width) = arguments.Size("--size", "512x1024");
        var count = arguments.Number("--batch", 2);
        Threads.Count = arguments.Number("--threads", Environment.ProcessorCount);
        HostMemory.KeepFreed();
        Libtorch.FlushDenormals(true);
        Randomness.Seed(0);
        using var model = ModelCatalog.Create(new ModelConfig
        {
            Name = "panoptic_cascade_mask_rcnn_r50",
            NumClasses = Stuff + Things,
            Options = PanopticDetectorOptions.Cups with { Things = [.. Enumerable.Range(Stuff, Things)] },
        });
        model.ToMemoryFormat(MemoryFormat.ChannelsLast);
        using var images = Ops.Randn([count, 3, height, width]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        using var batch = Scene(images, count, height, width);
        var supervisor = new DetectionSupervision(new DetectionLossConfig(), 0, MaskSource.Segments);
        return NetworkTimes.Measure(arguments, model, images, () => Train(model, supervisor, batch, images));
    }

    private static void Train(Segmenter model, DetectionSupervision supervisor, Batch batch, Tensor images)
    {
        using var scope = TensorScope.Open();
        var step = new StepContext(
            new Dictionary<string, TrainingBatch> { [SampleStream.Labeled] = new(batch, images, null) }, (_, seen) => model.Forward(seen))
        {
            Step = 0,
            IsMeasured = false,
        };
        var loss = supervisor.Compute(step).Select(each => each.Value * each.Weight).Aggregate((sum, each) => sum + each);
        model.ZeroGrad();
        loss.Backward();
    }

    // Eight rectangles an image, each in a cell of its own, on bands of stuff: what the other side paints.
    private static Batch Scene(Tensor images, int count, int height, int width)
    {
        var ids = new int[height * width];
        var table = new List<SegmentTarget>();
        for (var k = 0; k < Stuff; k++)
        {
            table.Add(new SegmentTarget(k + 1, k + 1, k, false, false, 1));
        }

        for (var y = 0; y < height; y++)
        {
            ids.AsSpan(y * width, width).Fill((y * Stuff / height) + 1);
        }

        for (var k = 0; k < Objects; k++)
        {
            var (left, top, margin) = (k % 4 * width / 4, k / 4 * height / 2, 16 + (8 * k));
            table.Add(new SegmentTarget(table.Count + 1, table.Count + 1, Stuff + (k % Things), true, false, 1));
            for (var y = top + margin; y < top + (height / 2) - margin; y++)
            {
                ids.AsSpan((y * width) + left + margin, (width / 4) - (2 * margin)).Fill(table.Count);
            }
        }

        int[] all = [.. Enumerable.Repeat(ids, count).SelectMany(each => each)];
        return new Batch(
            0,
            new Dictionary<string, Tensor> { [Batch.ImageView] = images.Clone() },
            new BatchTargets(Segments: new SegmentTargets(
                Tensor.From<int>(all, count, height, width), [.. Enumerable.Repeat(table, count)])),
            [.. Enumerable.Range(0, count).Select(n => new SampleInfo(
                n, new SampleFiles("scene", "scene.png", null), Geometry.Identity(width, height)))]);
    }
}
