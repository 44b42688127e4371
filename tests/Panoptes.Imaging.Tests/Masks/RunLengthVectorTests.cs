using System.Text.Json;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;

namespace Panoptes.Tests.Masks;

public sealed class RunLengthVectorTests
{
    private const string Folder = "parity/metrics/rle/vectors";

    [NeedsSharedFact(Folder)]
    public void Masks_of_pycocotools_are_matched_run_for_run()
    {
        var (given, expected) = Read("masks");
        foreach (var (input, output) in given.Zip(expected))
        {
            var (h, w) = (input.GetProperty("h").GetInt32(), input.GetProperty("w").GetInt32());
            Check(RunLengthMask.Encode(ReadMask(input, h, w)), output);
        }
    }

    [NeedsSharedFact(Folder)]
    public void Polygons_of_pycocotools_are_matched_run_for_run()
    {
        var (given, expected) = Read("polygons");
        foreach (var (input, output) in given.Zip(expected))
        {
            var (h, w) = (input.GetProperty("h").GetInt32(), input.GetProperty("w").GetInt32());
            var parts = input.GetProperty("polygons").EnumerateArray().Select(Numbers).Select(p => PolygonRasterizer.Fill(p, h, w)).ToList();
            foreach (var (part, code) in parts.Zip(output.GetProperty("parts").EnumerateArray()))
            {
                Check(part, code);
            }

            Check(RunLengthMask.Merge(parts), output.GetProperty("merged"));
        }
    }

    private static (List<JsonElement> Given, List<JsonElement> Expected) Read(string what)
    {
        var folder = SharedFiles.Path(Folder)!;
        var given = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "vectors.json"))).RootElement.GetProperty(what);
        var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json"))).RootElement.GetProperty(what);
        Assert.Equal(given.GetArrayLength(), expected.GetArrayLength());
        return ([.. given.EnumerateArray()], [.. expected.EnumerateArray()]);
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetDouble())];

    private static void Check(RunLengthMask mask, JsonElement expected)
    {
        Assert.Equal(expected.GetProperty("uncompressed").EnumerateArray().Select(v => v.GetUInt32()), mask.Counts.ToArray());
        Assert.Equal(expected.GetProperty("counts").GetString(), mask.ToCompressed());
        Assert.Equal(expected.GetProperty("area").GetInt64(), mask.Area);
        Assert.Equal(Numbers(expected.GetProperty("bbox")), new[] { mask.Box.X, mask.Box.Y, mask.Box.Width, mask.Box.Height });
    }

    private static Plane<byte> ReadMask(JsonElement input, int h, int w)
    {
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
