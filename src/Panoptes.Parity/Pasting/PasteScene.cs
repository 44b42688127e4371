using System.Text.Json;
using Panoptes.Imaging.Masks;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Pasting;

/// <summary>One made-up image of the fixture.</summary>
/// <param name="Colors">3 * Height * Width values of 0 to 1.</param>
/// <param name="Semantic">Height * Width classes of stuff, 0 where an object is.</param>
/// <param name="Objects">The object of every pixel, counted from 1, 0 for none.</param>
/// <param name="Classes">The objects' classes.</param>
internal sealed record PasteScene(float[] Colors, int[] Semantic, int[] Objects, int[] Classes)
{
    private const int Cell = 4;

    /// <summary>The images of a case.</summary>
    /// <param name="root">The fixture.</param>
    /// <param name="name">The case.</param>
    /// <param name="height">Height of all images.</param>
    /// <param name="width">Width of all images.</param>
    /// <param name="asTarget">Whether they are pasted into; else their objects are copied.</param>
    public static IReadOnlyList<PasteScene> Of(JsonElement root, string name, int height, int width, bool asTarget)
    {
        var tag = root.GetProperty("tag").GetString();
        var images = root.GetProperty("scenes").EnumerateArray().Select(scene => scene.EnumerateArray().ToList()).ToList();
        var isEmpty = name == "empty_target" && asTarget;
        if (name == "small_object")
        {
            images[0].Insert(0, root.GetProperty("small_object"));
        }

        if (name == "fallback")
        {
            images[0].Add(root.GetProperty("corner_object"));
        }

        return
        [
            .. images.Take(isEmpty ? 2 : images.Count).Select((objects, i) => Make(
                Formula.Values($"{tag}image{i}", 3L * height * width),
                Formula.Values($"{tag}sem{i}", (long)(height / Cell) * (width / Cell)),
                isEmpty ? [] : objects, height, width)),
        ];
    }

    /// <summary>The pixels of an object as a mask.</summary>
    /// <param name="number">The object, counted from 1.</param>
    /// <param name="width">Width of the image.</param>
    public RunLengthMask Mask(int number, int width) => RunLengthMask.Encode(
        new(width, Objects.Length / width, [.. Objects.Select(id => id == number ? (byte)1 : (byte)0)]));

    private static PasteScene Make(float[] image, float[] cells, List<JsonElement> objects, int height, int width)
    {
        var painted = new int[height * width];
        for (var k = 0; k < objects.Count; k++)
        {
            foreach (var (y, x) in Pixels(objects[k]))
            {
                painted[(y * width) + x] = k + 1;
            }
        }

        var semantic = painted.Select((id, i) =>
        {
            var cell = cells[(i / width / Cell * (width / Cell)) + (i % width / Cell)];
            return id > 0 ? 0 : (int)Math.Floor(5 * (cell + 1.0) / 2) + 1;
        });
        return new PasteScene(
            [.. image.Select(value => (value + 1) / 2)], [.. semantic], painted,
            [.. objects.Select(entry => entry.GetProperty("class").GetInt32())]);
    }

    private static IEnumerable<(int Y, int X)> Pixels(JsonElement entry)
    {
        if (entry.TryGetProperty("pixels_yx", out var pixels))
        {
            return pixels.EnumerateArray().Select(pixel => (pixel[0].GetInt32(), pixel[1].GetInt32()));
        }

        var box = FixtureJson.Integers(entry.GetProperty("rect"));
        return from y in Enumerable.Range(box[0], box[2] - box[0])
               from x in Enumerable.Range(box[1], box[3] - box[1])
               select (y, x);
    }
}
