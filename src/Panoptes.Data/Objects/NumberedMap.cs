using Panoptes.Data.Classes;
using Panoptes.Data.Samples;
using Panoptes.Foundation;
using Panoptes.Imaging;

namespace Panoptes.Data.Objects;

/// <summary>A class and an object's number for every pixel, however a data set stores them.</summary>
/// <param name="RawIds">The class of every pixel, as the data set numbers classes.</param>
/// <param name="Numbers">The object of every pixel, unique within its class; 0 where objects were not told apart.</param>
internal sealed record NumberedMap(Plane<int> RawIds, Plane<int> Numbers)
{
    /// <summary>
    /// Train ids and segments: one a thing's object, one a class of stuff; things without number are a crowd, void is no segment.
    /// </summary>
    /// <param name="classes">What the ids mean.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="InputException">A class that the table does not list.</exception>
    public (Plane<ushort> TrainIds, SegmentMap Segments) Paint(ClassTable classes, string file)
    {
        var trainIds = new Plane<ushort>(RawIds.Width, RawIds.Height);
        var ids = new Plane<int>(RawIds.Width, RawIds.Height);
        var segments = new Dictionary<(int TrainId, int Number), (int Id, long Area)>();
        for (var i = 0; i < ids.Pixels.Length;)
        {
            var (start, raw, number) = (i, RawIds.Pixels[i], Numbers.Pixels[i]);
            while (i < ids.Pixels.Length && RawIds.Pixels[i] == raw && Numbers.Pixels[i] == number)
            {
                i++;
            }

            if (!classes.TryGetTrainId(raw, out var trainId))
            {
                throw new InputException(
                    file, $"class {raw} at pixel ({start % ids.Width},{start / ids.Width})",
                    $"an id that the class table \"{classes.Name}\" lists: {classes.AllowedIds()}",
                    "name the table of this data set with data.classes, or list the id there");
            }

            trainIds.Pixels.AsSpan(start, i - start).Fill((ushort)trainId);
            if (trainId == classes.VoidTrainId)
            {
                continue;
            }

            var key = (trainId, classes[trainId].IsThing ? number : 0);
            var (id, area) = segments.TryGetValue(key, out var known) ? known : (segments.Count + 1, 0);
            segments[key] = (id, area + i - start);
            ids.Pixels.AsSpan(start, i - start).Fill(id);
        }

        return (trainIds, new SegmentMap(ids, [.. segments.OrderBy(segment => segment.Value.Id).Select(segment =>
        {
            var isThing = classes[segment.Key.TrainId].IsThing;
            return new Segment(
                segment.Value.Id, segment.Key.TrainId, isThing, isThing && segment.Key.Number == 0, segment.Value.Area);
        })]));
    }
}
