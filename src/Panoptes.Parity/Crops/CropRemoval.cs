using System.Text.Json;
using Panoptes.Data.Classes;
using Panoptes.Data.Targets;
using Panoptes.Imaging.Geometries;
using Panoptes.Parity.Fixtures;

namespace Panoptes.Parity.Crops;

/// <summary>What a fixed crop leaves of the truth: Mask2Former's segments, its objects, and Panoptic FCN's things.</summary>
/// <param name="name">The fixture.</param>
/// <param name="cases">Its cases.</param>
internal sealed class CropRemoval(string name, JsonElement cases)
{
    /// <summary>Compares all cases.</summary>
    public IEnumerable<ParityResult> Run()
    {
        foreach (var test in cases.EnumerateArray())
        {
            var classes = BuiltInClassTables.Cityscapes;
            var map = CropScenes.Map(test.GetProperty("image"), test.GetProperty("segments_info"), classes);
            var crop = FixtureJson.Integers(test.GetProperty("crop"));
            var geometry = Geometry.Identity(map.Ids.Width, map.Ids.Height).Crop(crop[1], crop[0], crop[3], crop[2]);
            var ids = new int[crop[2] * crop[3]];
            var first = classes.Things.First();
            yield return Compare(test, "mask2former_panoptic", CropRows.Of(
                SegmentMover.Move(map, geometry, new TargetRules(), ids), ids, crop[3], category => category));
            yield return Compare(test, "mask2former_instance", InstanceMover
                .Move(SegmentInstances.Of(map), geometry, new TargetRules())
                .Select(found => CropRows.Of(
                    found.TrainId, Array.ConvertAll(found.Mask.Decode().Pixels, pixel => (int)pixel), 1, crop[3])));
            yield return Compare(test, "panopticfcn", CropRows.Of(
                SegmentMover.Move(map, geometry, new TargetRules { MinSegmentPixels = 1 }, ids), ids, crop[3],
                category => classes[category].IsThing ? category - first : null));
        }
    }

    private ParityResult Compare(JsonElement test, string form, IEnumerable<string> found)
    {
        var recorded = CropRows.Recorded(test.GetProperty(form)).ToArray();
        var differing = recorded.Except(found).Count() + found.Except(recorded).Count();
        return new ParityResult(name, $"left by a crop, {form}: rows that differ, of {recorded.Length}", differing, 0);
    }
}
