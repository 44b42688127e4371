using System.Globalization;
using System.Text;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Masks;
using Panoptes.Metrics.Instances;
using Panoptes.Tests;

namespace Panoptes.Metrics.Tests.Instances;

public sealed class InstanceMasksTests
{
    [Fact]
    public void Masks_read_again_from_a_file_are_those_that_it_holds()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            using var folder = new TemporaryFolder();
            var (random, written) = (new SeededRandom(seed), new List<RunLengthMask>());
            File.WriteAllText(folder["gt.json"], Json(random, count: 60, images: 7, written));
            var set = InstanceFile.ReadTruth(folder["gt.json"]);
            using var masks = new InstanceMasks(set);
            Assert.All(set.Objects, o => Assert.Null(o.Mask));
            Assert.Equal(written.Select(m => m.ToCompressed()), set.Objects.Select(o => masks.Of(o)!.ToCompressed()));
        }
    }

    [Fact]
    public void Results_score_the_same_whether_their_objects_lie_by_image_or_not()
    {
        using var folder = new TemporaryFolder();
        var truth = Json(new SeededRandom(3), count: 200, images: 9, []);
        File.WriteAllText(folder["gt.json"], truth);
        var set = InstanceFile.ReadTruth(folder["gt.json"]);
        using var masks = new InstanceMasks(set);
        var held = set.Objects.Select(
            (o, i) => new InstanceObject
            {
                Id = i
                + 1,
                Image = o.Image,
                Category = o.Category,
                Score = 1.0 / (i + 1),
                Area = o.Area,
                Box = o.Box,
                Mask = masks.Of(o)
            })
                .ToArray();
        Write(folder["scattered.json"], held);
        Write(folder["sorted.json"], [.. held.OrderBy(o => o.Image)]);
        var expected = new InstanceEvaluation(set, new InstanceSet("held", "", set.Images, set.Categories, held)).Run().Scores;
        Assert.InRange(expected.AP, 0.01, 1);
        foreach (var name in new[] { "scattered.json", "sorted.json" })
        {
            Assert.Equal(expected, new InstanceEvaluation(set, InstanceFile.ReadResults(folder[name], set)).Run().Scores);
        }
    }

    [Fact]
    public void A_file_that_changes_before_it_is_scored_is_refused_with_its_name()
    {
        using var folder = new TemporaryFolder();
        var text = Json(new SeededRandom(1), count: 5, images: 2, []);
        foreach (var change in new[] { text + "\n", text[..^20], null })
        {
            File.WriteAllText(folder["gt.json"], text);
            var set = InstanceFile.ReadTruth(folder["gt.json"]);
            if (change is null)
            {
                File.Delete(folder["gt.json"]);
            }
            else
            {
                File.WriteAllText(folder["gt.json"], change);
            }

            Assert.Contains(
                folder["gt.json"], Assert.Throws<InputException>(() => new InstanceEvaluation(set, set).Run()).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_comes_through_a_pipe_scores_as_from_a_file()
    {
        using var folder = new TemporaryFolder();
        var truth = Json(new SeededRandom(2), count: 40, images: 3, []);
        File.WriteAllText(folder["gt.json"], truth);
        var set = InstanceFile.ReadTruth(folder["gt.json"]);
        using (var make = System.Diagnostics.Process.Start("mkfifo", [folder["pipe"]]))
        {
            await make.WaitForExitAsync();
            Assert.Equal(0, make.ExitCode);
        }

        var writing = Task.Run(() => File.WriteAllText(folder["pipe"], truth));
        var piped = InstanceFile.ReadTruth(folder["pipe"]);
        await writing;
        Assert.All(piped.Objects, o => Assert.NotNull(o.Mask));
        Assert.Equal(new InstanceEvaluation(set, set).Run().Scores, new InstanceEvaluation(piped, piped).Run().Scores);
    }

    // Images of 60x80, in no order, with masks as strings, lists and polygons, and keys on either side.
    private static string Json(SeededRandom random, int count, int images, List<RunLengthMask> written)
    {
        var text = new StringBuilder("\uFEFF{\"images\":[");
        text.AppendJoin(
            ',', Enumerable.Range(1, images).Select(i => $"{{\"id\":{i},\"file_name\":\"{i}.jpg\",\"height\":60,\"width\":80}}"));
        text.Append("],\"categories\":[{\"id\":1,\"name\":\"thing\"},{\"id\":2,\"name\":\"other\"}],\"annotations\":[");
        for (var id = 1; id <= count; id++)
        {
            var (x, y, w, h) = (random.NextInt(0, 50), random.NextInt(0, 40), random.NextInt(1, 30), random.NextInt(1, 20));
            var part = new Plane<byte>(w, h);
            Array.Fill(part.Pixels, (byte)1);
            double[] outline = [x, y, x, y + h, x + w, y + h, x + w, y];
            var mask = id % 3 == 0 ? PolygonRasterizer.Fill(outline, 60, 80) : RunLengthMask.Encode(part, x, y, 80, 60);
            written.Add(mask);
            var segmentation = (id % 3) switch
            {
                0 => $"[ [{string.Join(", ", outline.Select(v => v.ToString(CultureInfo.InvariantCulture)))}] ]",
                1 => $"{{\"counts\":[{string.Join(',', mask.Counts.ToArray())}],\"size\":[60,80]}}",
                _ => $"{{\"size\": [60, 80], \"counts\": {System.Text.Json.JsonSerializer.Serialize(mask.ToCompressed())}}}",
            };
            text.Append(id == 1 ? "" : ",\n").Append(
                CultureInfo.InvariantCulture, $"{{\"id\":{id},\"image_id\":{random.NextInt(1, images + 1)},\"segmentation\" : "
                    + $"{segmentation} ,\"category_id\":{random.NextInt(1, 3)},\"iscrowd\":0,");
            text.Append(
                CultureInfo.InvariantCulture,
                $"\"note\":\"{new string('x', random.NextInt(0, 6000))}\",\"area\":{mask.Area},\"bbox\":[{x},{y},{w},{h}]}}");
        }

        return text.Append("]}").ToString();
    }

    private static void Write(string path, InstanceObject[] objects) =>
        File.WriteAllText(path, "[" + string.Join(',', objects.Select(o => System.Text.Json.JsonSerializer.Serialize(new
        {
            image_id = o.Image,
            category_id = o.Category,
            score = o.Score,
            segmentation = new { size = new[] { 60, 80 }, counts = o.Mask!.ToCompressed() },
        }))) + "]");
}
