using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Panoptes.Data.Classes;
using Panoptes.Experiments.Configuration;
using Panoptes.Experiments.Events;
using Panoptes.Experiments.Settings;
using Panoptes.Formats.Coco;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Models.Tests.Weights;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Mutations;

/// <summary>The formats that users bring, each with small good files.</summary>
internal static class MutatedFormats
{
    private const string Panoptic = """
        {"images": [{"id": 1, "file_name": "a.jpg", "width": 8, "height": 4}, {"id": 2, "file_name": "b.jpg", "width": 8, "height": 4}],
        "annotations": [{"image_id": 1, "file_name": "a.png", "segments_info": [{"id": 3, "category_id": 1, "area": 16,
         "bbox": [0, 0, 4, 4], "iscrowd": 0},
        {"id": 70000, "category_id": 2, "area": 16, "bbox": [4, 0, 4, 4], "iscrowd": 1}]},
         {"image_id": 2, "file_name": "b.png", "segments_info": []}],
        "categories": [{"id": 1, "name": "car", "isthing": 1, "color": [0, 0, 142], "supercategory": "vehicle"},
         {"id": 2, "name": "road", "isthing": 0, "color": [128, 64, 128]}]}
        """;

    private const string Instances = """
        {"images": [{"id": 1, "file_name": "a.jpg", "width": 8, "height": 4}], "categories": [{"id": 1, "name": "car"},
         {"id": 2, "name": "bus"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "iscrowd": 0, "area": 8, "bbox": [0, 0, 4, 2],
         "segmentation": [[0, 0, 4, 0, 4, 2.5, 0, 2]]},
        {"id": 2, "image_id": 1, "category_id": 2, "iscrowd": 1, "area": 4, "bbox": [0, 0, 1, 4], "segmentation": {"size": [4, 8],
         "counts": [0, 4, 28]}},
        {"id": 3, "image_id": 1, "category_id": 2, "iscrowd": 0, "area": 4, "bbox": [0, 0, 1, 4], "segmentation": {"size": [4, 8],
         "counts": "04l0"}}]}
        """;

    private const string Results = """
        [{"image_id": 1, "category_id": 1, "score": 0.9, "bbox": [0, 0, 4, 2], "segmentation": {"size": [4, 8], "counts": "04l0"}},
        {"image_id": 1, "category_id": 2, "score": 0.25, "bbox": [1, 1, 2, 2], "segmentation": {"size": [4, 8], "counts": [2, 4, 26]}}]
        """;

    private const string Classes = """
        {"name": "own", "void": 255, "classes": [{"id": 7, "train_id": 0, "name": "road", "color": [128, 64, 128], "thing": false},
        {"id": 8, "train_id": 1, "name": "car", "color": [0, 0, 142], "thing": true},
         {"id": 9, "name": "rest", "void": true, "train_id": 255}]}
        """;

    private const string Yaml = """
        # A configuration.
        model: {name: deeplabv3plus_mobilenetv2, width_multiplier: 0.5, head_channels: 32}
        data: {root: /data, val_split: val}
        augmentation: {crop: [64, 96], flip: 0.5}
        train:
          steps: 400
          batch_size: 4
          log_every: 10
          checkpoint: {every: 200}
          evaluation: {every: 100}
          schedule: {warm_up_steps: 10}
        report: {images: 2}
        """;

    private const string Events = """
        {"event":"attempt_start","v":1,"attempt":1,"step":0,"ms":0.5}
        {"event":"train","v":1,"attempt":1,"step":10,"ms":100,"loss":1.25,"learning_rate":0.01,"images_per_second":12.5}
        {"event":"evaluation","v":1,"attempt":1,"step":20,"ms":200,"split":"val","mean_iou":0.5}

        """;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MutatedFormat> All { get; } =
    [
        new("PNG", Pngs(), false, ReadPng),
        new("PNG with right CRCs", Pngs(), false, (path, _) => ReadRepairedPng(path)),
        new("JPEG", [JpegFile.Encode(Picture(), 90), JpegFile.Encode(Picture(), 50, JpegSubsampling.Quarter420)], false, (path, _) =>
            ImageFile.ReadRgb(path)),
        new("JSON: COCO panoptic", [Bytes(Panoptic)], true, (path, _) => PanopticFile.ReadTruth(path)),
        new("JSON: COCO instances", [Bytes(Instances)], true, ReadInstances),
        new("JSON: COCO results", [Bytes(Results)], true, ReadResults),
        new("JSON: classes.json", [Bytes(Classes)], true, (path, _) => ClassTableFile.Read(path)),
        new("YAML configuration", [Bytes(Yaml)], true, ReadYaml),
        new("pickle (.pth, .pkl)", Pickles(), false, ReadPickle),
        new("safetensors", [Safetensors()], false, (path, _) => ReadWeights(path)),
        new("event log", [Bytes(Events)], true, ReadEvents, LeavesOut: true),
    ];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static RgbImage Picture()
    {
        var image = new RgbImage(24, 16);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)(i * 7);
        }

        return image;
    }

    private static byte[][] Pngs()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.png");
        byte[] Written(Action<string> write)
        {
            write(path);
            return File.ReadAllBytes(path);
        }

        var gray = new Plane<byte>(9, 5, [.. Enumerable.Range(0, 45).Select(i => (byte)(i % 3))]);
        return
        [
            Written(file => PngFile.WriteRgb(file, Picture())),
            Written(file => PngFile.WriteGray(file, gray)),
            Written(file => PngFile.WriteGray(file, new Plane<ushort>(9, 5, [.. Enumerable.Range(0, 45).Select(i => (ushort)(i * 1000))]))),
            Written(file => PngFile.WritePalette(file, gray, [new Rgb(1, 2, 3), new Rgb(4, 5, 6), new Rgb(7, 8, 9)])),
        ];
    }

    // Every chunk has its CRC: what is accepted is what was written.
    private static void ReadPng(string path, byte[] good)
    {
        Assert.Equal(ImageFile.ReadRgb(good, "good").Pixels, ImageFile.ReadRgb(path).Pixels);
    }

    // Damage that check sums would hide from the decoder: they are put right first.
    private static void ReadRepairedPng(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var at = 8L; at + 12 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan((int)at));
            if (length > bytes.Length - at - 12)
            {
                break;
            }

            var body = bytes.AsSpan((int)at + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan((int)(at + 8 + length)), Crc32.HashToUInt32(body));
            at += 12 + length;
        }

        ImageFile.ReadRgb(bytes, path);
    }

    private static void ReadInstances(string path, byte[] good)
    {
        var read = InstanceFile.ReadTruth(path);
        Assert.All(read.Objects, entry => Assert.True(double.IsFinite(entry.Area)));
    }

    private static void ReadResults(string path, byte[] good)
    {
        using var folder = new TemporaryFolder();
        var truth = Path.Combine(folder.Path, "truth.json");
        File.WriteAllText(truth, Instances);
        var read = InstanceFile.ReadResults(path, InstanceFile.ReadTruth(truth));
        Assert.All(read.Objects, entry => Assert.True(double.IsFinite(entry.Score)));
    }

    private static void ReadYaml(string path, byte[] good)
    {
        var yaml = ConfigWriter.ToYaml(ConfigReader.Read<RunConfig>(path, []));
        Assert.DoesNotMatch(@"(?i):\s*[-+]?\.?(nan|inf(inity)?)\s*$", yaml);
    }

    private static byte[][] Pickles()
    {
        var four = MemoryMarshal.AsBytes<float>([1, 2, 3, 4]).ToArray();
        return
        [
            PickleWriter.StateDict().Zip(storages: ("0", four)),
            PickleWriter.StateDict().Zip(CompressionLevel.Optimal, ("0", four)),
            PickleWriter.StateDict().Legacy(("0", four)),
            new PickleWriter().Op('}').Text("model").Op('}').Text("w").NumpyArray([2, 2], four).Op('s').Text("v")
                .NumpyArray([4], four, asText: true).Op('s').Op('s').Stop(),
            new PickleWriter().Op('}').Text("state_dict").Op('}').Text("w").Tensor("0", 4, 0, [2, 2], [2, 1]).Op('s').Op('s').Text("path")
                .Call("pathlib", "PosixPath", "x").Op('s')
                .Text("log").Global("my.project", "Log").Op(')').Raw(0x81).Op('}').Text("a").Int(1).Op('s').Op('b').Op('s')
                .Zip(storages: ("0", four)),
        ];
    }

    private static void ReadPickle(string path, byte[] good) => ReadWeights(path);

    private static byte[] Safetensors()
    {
        using var folder = new TemporaryFolder();
        using var scope = TensorScope.Open();
        var path = Path.Combine(folder.Path, "a");
        SafetensorsWriter.Write(
            path, [("a", Tensor.Ones([2, 3])), ("b", Tensor.Zeros([], DType.Int64))], new Dictionary<string, string> { ["by"] = "a test" });
        return File.ReadAllBytes(path);
    }

    private static void ReadWeights(string path)
    {
        using var file = WeightFile.Open(path);
        foreach (var entry in file.Entries)
        {
            file.ReadBytes(entry);
        }
    }

    // What is null in a log was not finite when it was written; an infinity was never written.
    private static void ReadEvents(string path, byte[] good)
    {
        var history = RunHistory.Read(path);
        Assert.All(history.Training, point => Assert.False(
            double.IsInfinity(point.Ms) || double.IsInfinity(point.LearningRate) || double.IsInfinity(point.Loss ?? 0)));
    }
}
