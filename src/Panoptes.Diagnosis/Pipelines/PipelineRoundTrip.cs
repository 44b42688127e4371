using Panoptes.Data.Samples;
using Panoptes.Diagnosis.Edges;
using Panoptes.Diagnosis.RoundTrips;
using Panoptes.Imaging;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Resampling;

namespace Panoptes.Diagnosis.Pipelines;

/// <summary>
/// Sends labels through the training pipeline twice, as labels and as an image, and counts how far they agree (P2, section 12.4): each
/// region is a channel, and a pixel belongs to the region with the brightest one.
/// </summary>
public static class PipelineRoundTrip
{
    /// <summary>Sends one sample's regions and counts them.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="regions">The regions, at the labels' size.</param>
    /// <param name="image">Width and height of the image in pixels.</param>
    /// <param name="place">The sample's place in the stream.</param>
    /// <param name="counts">Takes the counts.</param>
    public static void Send(
        FrozenPipeline pipeline, RoundTripRegions regions, (int Width, int Height) image, int place, RoundTripCounts counts)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentNullException.ThrowIfNull(counts);
        var ids = regions.Ids;
        var none = regions.Classes.Count;
        var stored = new StoredLabels(
            "regions", new Plane<ushort>(ids.Width, ids.Height, Array.ConvertAll(
                ids.Pixels, id => (ushort)(id == LabelMap.Void ? RegionTable.Void : id))), RegionTable.Of(none));
        var pixels = Resampler.Ids(ids, Geometry.Identity(image.Width, image.Height).ForSource(ids.Width, ids.Height), LabelMap.Void);
        Decoded? decoded = null;
        PipelineOutput? output = null;
        for (var first = 0; first <= none; first += 3)
        {
            output = pipeline.Send(Masks(pixels, first, none), stored, place);
            decoded ??= new Decoded(output.Geometry);
            decoded.Take(output, first, none);
        }

        var geometry = output!.Geometry;
        counts.Add(
            regions.Classes, decoded!.Regions(none),
            new Plane<int>(geometry.Width, geometry.Height, Array.ConvertAll(
                output.Labels, id => id == RegionTable.Void ? LabelMap.Void : (int)id)),
            Reference(ids, geometry));
    }

    /// <summary>Three regions as the channels of a picture; void is the region after the last.</summary>
    private static RgbImage Masks(Plane<int> regions, int first, int none)
    {
        var image = new RgbImage(regions.Width, regions.Height);
        for (var i = 0; i < regions.Pixels.Length; i++)
        {
            var region = regions.Pixels[i] == LabelMap.Void ? none : regions.Pixels[i];
            if (region >= first && region < first + 3)
            {
                image.Pixels[(3 * i) + region - first] = 255;
            }
        }

        return image;
    }

    /// <summary>Pixel-center nearest by the map alone.</summary>
    private static Plane<int> Reference(Plane<int> ids, Geometry geometry)
    {
        var moved = new Plane<int>(geometry.Width, geometry.Height);
        moved.Pixels.AsSpan().Fill(LabelMap.Void);
        var content = geometry.Content;
        for (var y = content.Top; y < content.Bottom; y++)
        {
            for (var x = content.Left; x < content.Right; x++)
            {
                var (sx, sy) = geometry.ToSource(x + 0.5, y + 0.5);
                moved[x, y] = ids[
                    Math.Clamp((int)(sx * ids.Width / geometry.SourceWidth), 0, ids.Width - 1),
                    Math.Clamp((int)(sy * ids.Height / geometry.SourceHeight), 0, ids.Height - 1)];
            }
        }

        return moved;
    }

    /// <summary>The brightest region of every pixel so far.</summary>
    private sealed class Decoded(Geometry geometry)
    {
        private readonly float[] brightest = new float[geometry.Width * geometry.Height];
        private readonly int[] regions = new int[geometry.Width * geometry.Height];

        public void Take(PipelineOutput output, int first, int none)
        {
            for (var channel = 0; channel < 3 && first + channel <= none; channel++)
            {
                var plane = output.Plane(channel);
                for (var i = 0; i < plane.Length; i++)
                {
                    if (plane[i] > brightest[i])
                    {
                        (brightest[i], regions[i]) = (plane[i], first + channel);
                    }
                }
            }
        }

        public Plane<int> Regions(int none)
        {
            var content = geometry.Content;
            var result = new Plane<int>(geometry.Width, geometry.Height);
            for (var y = 0; y < geometry.Height; y++)
            {
                for (var x = 0; x < geometry.Width; x++)
                {
                    var isContent = y >= content.Top && y < content.Bottom && x >= content.Left && x < content.Right;
                    result[x, y] = isContent && regions[(y * geometry.Width) + x] is var region && region != none ? region : LabelMap.Void;
                }
            }

            return result;
        }
    }
}
