using System.Text.Json;
using Panoptes.Data.Augmentation;
using Panoptes.Data.Configuration;
using Panoptes.Data.Sampling;
using Panoptes.Imaging.Geometries;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Crops;

/// <summary>The fixture's two tables: sizes of resized images, and ranges of crops.</summary>
/// <param name="name">The fixture.</param>
/// <param name="root">Its document.</param>
internal sealed class CropTables(string name, JsonElement root)
{
    /// <summary>Compares both.</summary>
    public IEnumerable<ParityResult> Run()
    {
        var tables = root.GetProperty("tables");
        yield return Compare("resize", tables.GetProperty("resize"), Resize);
        yield return Compare("crop", tables.GetProperty("crop"), Crop);
    }

    private ParityResult Compare(string table, JsonElement rows, Func<JsonElement, bool> isEqual)
    {
        var all = rows.EnumerateArray().ToArray();
        return new ParityResult(name, $"{table} table: rows that differ, of {all.Length}", all.Count(row => !isEqual(row)), 0);
    }

    private bool Resize(JsonElement row)
    {
        int[] image = FixtureJson.Integers(row[1]), box = FixtureJson.Integers(row[2]);
        var limits = root.GetProperty(row[0].GetString()!).GetProperty("mask2former").GetProperty("limits");
        var resize = new TargetResize(CropFork.Sampler(limits), FixtureJson.Integers(limits.GetProperty("crop")));
        var (width, height) = resize.Size(image[1], image[0], box[0], box[1], row[3].GetInt32());
        return TargetResize.Ratio(box[0], box[1], row[3].GetInt32()) == row[4].GetSingle()
            && FixtureJson.Integers(row[5]) is var size && (height, width) == (size[0], size[1]);
    }

    private static bool Crop(JsonElement row)
    {
        int[] image = FixtureJson.Integers(row[0]), crop = FixtureJson.Integers(row[1]), box = FixtureJson.Integers(row[2]);
        var resize = new TargetResize(new SamplerConfig { Anchor = CropAnchor.ReleasedCenter }, crop);
        var segment = new IndexedSegment(1, 0, true, false, new PixelRectangle(box[0], box[1], box[2], box[3]), 1);
        var (x, y) = resize.Ranges(new CropTarget(segment, image[1], image[0]), Geometry.Identity(image[1], image[0]));
        int[] taken = [Math.Min(crop[0], image[0]), Math.Min(crop[1], image[1])];
        return FixtureJson.Integers(row[3]).SequenceEqual([y.Low, y.High]) && FixtureJson.Integers(row[4]).SequenceEqual([x.Low, x.High])
            && FixtureJson.Integers(row[5]).SequenceEqual(taken);
    }
}
