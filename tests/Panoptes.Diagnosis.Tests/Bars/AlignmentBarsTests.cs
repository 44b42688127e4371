using Panoptes.Data.Classes;
using Panoptes.Data.Synthetic;
using Panoptes.Diagnosis.Edges;
using Panoptes.Diagnosis.Examination;
using Panoptes.Diagnosis.Verdicts;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Tests;
using Xunit.Abstractions;

namespace Panoptes.Diagnosis.Tests.Bars;

/// <summary>What the doctor must find, over 20 seeded draws of each mistake (section 12.5 of the specification of pseudo-labels).</summary>
[Trait("Speed", "Slow")]
public sealed class AlignmentBarsTests(ITestOutputHelper output)
{
    private const int Draws = 20;
    private const int MostScenes = 64;
    private const int LeastFound = 19;

    public static TheoryData<string> Kinds =>
        ["aligned", "exact", "shift 2", "shift 4", "shift 16", "window 0.5", "window 0.625", "window 0.75", "hflip", "swap"];

    [NeedsSharedTheory(CamVidScene.Folder)]
    [MemberData(nameof(Kinds))]
    public void CamVid(string kind)
    {
        (string Split, string Name)[] all =
            [.. new[] { "train", "val", "test" }.SelectMany(split => CamVidScene.Names(split).Select(name => (split, name)))];
        Hold(kind, BuiltInClassTables.CamVid11, draw =>
        {
            var chosen = all.ToArray();
            new SeededRandom(0xBA5, draw).Shuffle(chosen.AsSpan());
            return i => CamVidScene.Read(chosen[i].Split, chosen[i].Name);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SyntheticScenes(string kind) => Hold(kind, BuiltInClassTables.Street, draw =>
    {
        var scenes = new SyntheticScenes(512, 256, seed: 100 + draw);
        return i =>
        {
            var scene = scenes.Render(i);
            return new CamVidScene($"scene {i}", scene.Image, new Plane<int>(
                scene.Labels.Width, scene.Labels.Height, Array.ConvertAll(scene.Labels.Pixels, id => id == 255 ? LabelMap.Void : id)));
        };
    });

    private void Hold(string kind, ClassTable classes, Func<int, Func<int, CamVidScene>> source)
    {
        var (found, alarms) = (0, 0);
        for (var draw = 0; draw < Draws; draw++)
        {
            var random = new SeededRandom(0xBA6, draw);
            var (scene, angle) = (source(draw), random.NextDouble(0, 2 * Math.PI));
            var broken = Break(kind, scene, angle);
            var diagnosis = LabelDoctor.Examine(
                new SceneDataset(classes, MostScenes, broken), new DoctorOptions { Augmentation = null, MostImages = MostScenes });
            var isRight = IsRight(kind, diagnosis, angle);
            found += isRight ? 1 : 0;
            alarms += diagnosis.IsRefused ? 1 : 0;
            output.WriteLine($"{kind} {draw}: {(isRight ? "right" : "WRONG")} {diagnosis.Verdict} {diagnosis.Found}: {diagnosis.Sentence}");
        }

        output.WriteLine($"{kind}: {found} of {Draws} right, {alarms} alarms");
        if (kind is "aligned" or "exact")
        {
            Assert.Equal(0, alarms);
        }
        else
        {
            Assert.InRange(found, LeastFound, Draws);
        }
    }

    private static Func<int, CamVidScene> Break(string kind, Func<int, CamVidScene> scene, double angle)
    {
        var (dx, dy) = Shift(kind, angle);
        return kind switch
        {
            "aligned" => scene,
            "exact" => i => scene(i).Fixed(0.625, 0.5),
            "hflip" => i => scene(i).Flipped(),
            "swap" => i => scene(i) with { Labels = scene((i + 5) % MostScenes).Labels },
            _ when kind.StartsWith("window", StringComparison.Ordinal) => i => scene(i).CenterWindow(Number(kind)),
            _ => i => scene(i).Shifted(dx, dy),
        };
    }

    private static bool IsRight(string kind, LabelDiagnosis diagnosis, double angle)
    {
        var (dx, dy) = Shift(kind, angle);
        return kind switch
        {
            "aligned" or "exact" => diagnosis.Verdict == Alignment.Aligned,
            "hflip" => diagnosis.Verdict == Alignment.Flipped,
            "swap" => diagnosis.Verdict == Alignment.Unrelated,
            _ when kind.StartsWith("window", StringComparison.Ordinal) => diagnosis is { Verdict: Alignment.Misaligned, Found: { } found }
                && Math.Abs(found.Scale - Number(kind)) <= 0.02,
            _ => diagnosis is { Verdict: Alignment.Misaligned, Found: { } found }
                && Math.Abs(found.Dx + dx) <= 1 && Math.Abs(found.Dy + dy) <= 1,
        };
    }

    private static (int X, int Y) Shift(string kind, double angle) => kind.StartsWith("shift", StringComparison.Ordinal)
        ? ((int)Math.Round(Number(kind) * Math.Cos(angle)), (int)Math.Round(Number(kind) * Math.Sin(angle)))
        : (0, 0);

    private static double Number(string kind) => double.Parse(kind.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
}
