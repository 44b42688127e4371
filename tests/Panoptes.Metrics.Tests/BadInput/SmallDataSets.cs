using System.Globalization;
using System.Text.Json.Nodes;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Metrics.Tests.Panoptic;

namespace Panoptes.Metrics.Tests.BadInput;

/// <summary>Small valid data sets in every format that is scored.</summary>
internal static class SmallDataSets
{
    public static void WritePanoptic(string folder, SeededRandom random, int images = 2)
    {
        var (truth, prediction) = (new JsonArray(), new JsonArray());
        for (var i = 1; i <= images; i++)
        {
            var image = RandomPanoptic.Make(random);
            truth.Add(Annotation(i, image.Truth, image.TruthSegments, Path.Combine(folder, "gt")));
            prediction.Add(Annotation(i, image.Prediction, image.PredictionSegments, Path.Combine(folder, "pred")));
        }

        var categories = new JsonArray([.. RandomPanoptic.Categories
            .Select(c => (JsonNode)new JsonObject { ["id"] = c.Id, ["name"] = c.Name, ["isthing"] = c.IsThing ? 1 : 0 })]);
        File.WriteAllText(
            Path.Combine(folder, "gt.json"), new JsonObject { ["annotations"] = truth, ["categories"] = categories }.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "pred.json"), new JsonObject { ["annotations"] = prediction }.ToJsonString());
    }

    public static void WriteInstances(string folder, SeededRandom random)
    {
        var (truths, results) = (new JsonArray(), new JsonArray());
        for (var i = 1; i <= 6; i++)
        {
            var (x, y) = (random.NextInt(0, 20), random.NextInt(0, 15));
            truths.Add(new JsonObject
            {
                ["segmentation"] = i % 2 == 0
                    ? new JsonArray(new JsonArray(x, y, x + 9, y, x + 9, y + 7, x, y + 7))
                    : new JsonObject { ["size"] = new JsonArray(24, 32), ["counts"] = new JsonArray(24 * x, 24, 24 * (31 - x)) },
                ["id"] = i,
                ["image_id"] = 1 + (i % 2),
                ["category_id"] = 1,
                ["area"] = 63,
                ["iscrowd"] = i == 5 ? 1 : 0,
                ["bbox"] = new JsonArray(x, y, 9, 7),
            });
            results.Add(new JsonObject
            {
                ["image_id"] = 1 + (i % 2),
                ["category_id"] = 1,
                ["score"] = 0.1 * i,
                ["segmentation"] = new JsonObject
                {
                    ["size"] = new JsonArray(24, 32),
                    ["counts"] = Panoptes.Imaging.Masks.PolygonRasterizer
                    .Fill([x, y, x + 8, y, x + 8, y + 6, x, y + 6], 24, 32).ToCompressed()
                },
            });
        }

        var images = new JsonArray([.. Enumerable.Range(1, 2)
            .Select(i => (JsonNode)new JsonObject { ["id"] = i, ["file_name"] = $"{i}.jpg", ["height"] = 24, ["width"] = 32 })]);
        var categories = new JsonArray(new JsonObject { ["id"] = 1, ["name"] = "thing" });
        File.WriteAllText(
            Path.Combine(folder, "gt.json"),
            new JsonObject { ["images"] = images, ["annotations"] = truths, ["categories"] = categories }.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "pred.json"), results.ToJsonString());
    }

    public static void WriteCityscapes(string folder, SeededRandom random)
    {
        var (gt, pixel, instance) = (
            Path.Combine(folder, "gtFine", "val", "ulm"), Path.Combine(folder, "pixel"), Path.Combine(folder, "instance"));
        foreach (var made in new[] { gt, pixel, Path.Combine(instance, "masks") })
        {
            Directory.CreateDirectory(made);
        }

        int[] values = [0, 3, 7, 11, 23, 24, 26, 26000, 26001, 24000, 29000, 25];
        var map = new Plane<ushort>(40, 30);
        for (var y = 0; y < 30; y++)
        {
            for (var x = 0; x < 40; x++)
            {
                map[x, y] = (ushort)values[(((x / 10) + random.NextInt(0, 1)) + (3 * (y / 10))) % values.Length];
            }
        }

        var labels = new Plane<byte>(40, 30, Array.ConvertAll(map.Pixels, v => (byte)(v < 1000 ? v : v / 1000)));
        PngFile.WriteGray(Path.Combine(gt, "ulm_000001_000019_gtFine_instanceIds.png"), map);
        PngFile.WriteGray(Path.Combine(gt, "ulm_000001_000019_gtFine_labelIds.png"), labels);
        PngFile.WriteGray(Path.Combine(pixel, "ulm_000001_000019_pred.png"), labels);
        var mask = new Plane<byte>(40, 30, Array.ConvertAll(map.Pixels, v => (byte)(v == 26000 ? 255 : 0)));
        PngFile.WriteGray(Path.Combine(instance, "masks", "0.png"), mask);
        File.WriteAllText(
            Path.Combine(instance, "ulm_000001_000019_pred.txt"), string.Create(CultureInfo.InvariantCulture, $"masks/0.png 26 {0.9}\n"));
    }

    /// <summary>Folders gt and pred of label PNGs: classes 0 to 3, 255 ignored.</summary>
    public static void WriteSemantic(string folder, SeededRandom random)
    {
        foreach (var side in new[] { "gt", "pred" })
        {
            Directory.CreateDirectory(Path.Combine(folder, side));
            for (var i = 0; i < 2; i++)
            {
                PngFile.WriteGray(Path.Combine(folder, side, $"{i}.png"), Blocks(random, [0, 1, 2, 3, side == "gt" ? 255 : 3]));
            }
        }
    }

    /// <summary>Folders gt and pred of *_semantic.png and *_instance.png: classes 0 to 3, clusters 0 to 5, 255 void.</summary>
    public static void WriteClusters(string folder, SeededRandom random)
    {
        foreach (var side in new[] { "gt", "pred" })
        {
            Directory.CreateDirectory(Path.Combine(folder, side));
            for (var i = 0; i < 2; i++)
            {
                PngFile.WriteGray(Path.Combine(folder, side, $"{i}_semantic.png"), Blocks(
                    random, side == "gt" ? [0, 1, 2, 3, 255] : [0, 1, 2, 3, 4, 5, 255]));
                PngFile.WriteGray(Path.Combine(folder, side, $"{i}_instance.png"), new Plane<ushort>(
                    20, 12, Array.ConvertAll(Blocks(random, [0, 1, 2]).Pixels, v => (ushort)v)));
            }
        }
    }

    private static Plane<byte> Blocks(SeededRandom random, int[] values)
    {
        var map = new Plane<byte>(20, 12);
        for (var block = 0; block < 15; block++)
        {
            var value = (byte)values[random.NextInt(0, values.Length)];
            for (var y = 0; y < 4; y++)
            {
                map.Row((4 * (block / 5)) + y).Slice(4 * (block % 5), 4).Fill(value);
            }
        }

        return map;
    }

    private static JsonObject Annotation(int image, Plane<int> map, PanopticSegment[] segments, string folder)
    {
        Directory.CreateDirectory(folder);
        PngFile.WriteIds24(Path.Combine(folder, $"{image}.png"), map);
        return new JsonObject
        {
            ["image_id"] = image,
            ["file_name"] = $"{image}.png",
            ["segments_info"] = new JsonArray([.. segments.Select(s => (JsonNode)new JsonObject
            {
                ["id"] = s.Id, ["category_id"] = RandomPanoptic.Categories[s.Category].Id, ["iscrowd"] = s.IsCrowd ? 1 : 0, ["area"] =
                    s.Area,
            })]),
        };
    }
}
