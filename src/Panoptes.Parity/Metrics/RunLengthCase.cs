using System.Text.Json;
using System.Text.Json.Nodes;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;

namespace Panoptes.Parity.Metrics;

/// <summary>Run-length vectors: vectors.json.</summary>
internal static class RunLengthCase
{
    public static JsonObject Evaluate(string folder)
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "vectors.json")));
        var root = vectors.RootElement;
        return new JsonObject
        {
            ["masks"] = JsonNumbers.List(
                root.GetProperty("masks").EnumerateArray(), mask => Named(mask, Describe(RunLengthMask.Encode(ReadMask(mask))))),
            ["polygons"] = JsonNumbers.List(root.GetProperty("polygons").EnumerateArray(), Polygons),
            ["boxes_to_masks"] = JsonNumbers.List(root.GetProperty("boxes_to_masks").EnumerateArray(), Boxes),
            ["iou"] = JsonNumbers.List(root.GetProperty("iou").EnumerateArray(), Overlaps),
            ["merge"] = JsonNumbers.List(root.GetProperty("merge").EnumerateArray(), Merge),
            ["odd_counts"] = JsonNumbers.List(root.GetProperty("odd_counts").EnumerateArray(), Odd),
        };
    }

    private static JsonObject Named(JsonElement input, JsonObject result)
    {
        result["name"] = input.GetProperty("name").GetString();
        return result;
    }

    private static (int Height, int Width) Size(JsonElement input) =>
        (input.GetProperty("h").GetInt32(), input.GetProperty("w").GetInt32());

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetDouble())];

    private static JsonObject Describe(RunLengthMask mask) => mask.Height == 0
        ? new JsonObject { ["size"] = JsonNumbers.Of([0, 0]), ["counts"] = "" }
        : new JsonObject
        {
            ["size"] = JsonNumbers.Of([mask.Height, mask.Width]),
            ["counts"] = mask.ToCompressed(),
            ["uncompressed"] = JsonNumbers.Of(mask.Counts.ToArray().Select(c => (long)c)),
            ["area"] = mask.Area,
            ["bbox"] = JsonNumbers.Of([mask.Box.X, mask.Box.Y, mask.Box.Width, mask.Box.Height]),
        };

    private static JsonObject Polygons(JsonElement input)
    {
        var (h, w) = Size(input);
        var parts = input.GetProperty("polygons").EnumerateArray().Select(part => PolygonRasterizer.Fill(Numbers(part), h, w)).ToList();
        return Named(
            input, new JsonObject { ["parts"] = JsonNumbers.List(parts, Describe), ["merged"] = Describe(RunLengthMask.Merge(parts)) });
    }

    private static JsonArray Boxes(JsonElement input)
    {
        var (h, w) = Size(input);
        return JsonNumbers.List(input.GetProperty("boxes").EnumerateArray(), box => Describe(PolygonRasterizer.Fill(ToBox(box), h, w)));
    }

    private static MaskBox ToBox(JsonElement list) => Numbers(list) is [var x, var y, var w, var h] ? new MaskBox(x, y, w, h) : default;

    private static RunLengthMask ToMask(JsonElement input)
    {
        var (h, w) = (input.GetProperty("size")[0].GetInt32(), input.GetProperty("size")[1].GetInt32());
        var counts = input.GetProperty("counts");
        return counts.ValueKind == JsonValueKind.String
            ? RunLengthMask.FromCompressed(h, w, counts.GetString()!)
            : RunLengthMask.FromCounts(h, w, [.. counts.EnumerateArray().Select(c => c.GetUInt32())]);
    }

    private static JsonObject Overlaps(JsonElement input)
    {
        var (dt, gt) = (input.GetProperty("dt").EnumerateArray().ToList(), input.GetProperty("gt").EnumerateArray().ToList());
        var crowd = input.GetProperty("iscrowd").EnumerateArray().Select(c => c.GetInt32() != 0).ToList();
        var result = JsonNumbers.List(dt, d => JsonNumbers.Of(gt.Select((g, i) => d.ValueKind == JsonValueKind.Array
            ? ToBox(d).IoU(ToBox(g), crowd[i])
            : MaskOverlap.IoU(ToMask(d), ToMask(g), crowd[i]))));
        return Named(input, new JsonObject { ["iou_dt_by_gt"] = result });
    }

    private static JsonObject Merge(JsonElement input)
    {
        var masks = input.GetProperty("rles").EnumerateArray().Select(ToMask).ToList();
        return Named(input, new JsonObject
        {
            ["union"] = Describe(RunLengthMask.Merge(masks)),
            ["intersection"] = Describe(RunLengthMask.Merge(masks, intersection: true)),
        });
    }

    private static JsonObject Odd(JsonElement input)
    {
        var mask = ToMask(input);
        return new JsonObject
        {
            ["given"] = JsonNumbers.Of(mask.Counts.ToArray().Select(c => (long)c)),
            ["counts"] = mask.ToCompressed(),
            ["area"] = mask.Area,
            ["bbox"] = JsonNumbers.Of([mask.Box.X, mask.Box.Y, mask.Box.Width, mask.Box.Height]),
            ["decoded_then_encoded"] = RunLengthMask.Encode(mask.Decode()).ToCompressed(),
            ["union_with_itself"] = RunLengthMask.Merge([mask, mask]).ToCompressed(),
            ["iou_with_itself"] = new JsonArray(JsonNumbers.Of([MaskOverlap.IoU(mask, mask)])),
        };
    }

    private static Plane<byte> ReadMask(JsonElement input)
    {
        var (h, w) = Size(input);
        var mask = new Plane<byte>(w, h);
        if (input.TryGetProperty("rows", out var rows))
        {
            foreach (var (row, y) in rows.EnumerateArray().Select((row, y) => (row.GetString()!, y)))
            {
                for (var x = 0; x < w; x++)
                {
                    mask[x, y] = (byte)(row[x] - '0');
                }
            }
        }
        else if (input.TryGetProperty("bits_base64", out var text))
        {
            var bits = text.GetBytesFromBase64();
            for (var i = 0; i < mask.Pixels.Length; i++)
            {
                mask.Pixels[i] = (byte)((bits[i / 8] >> (7 - (i % 8))) & 1);
            }
        }
        else
        {
            foreach (var fill in input.GetProperty("fill").EnumerateArray().Select(Numbers))
            {
                for (var y = (int)fill[0]; y < (int)fill[1]; y++)
                {
                    mask.Row(y)[(int)fill[2]..(int)fill[3]].Fill((byte)fill[4]);
                }
            }
        }

        return mask;
    }
}
