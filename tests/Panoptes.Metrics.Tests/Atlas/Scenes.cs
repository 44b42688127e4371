using FsCheck;
using FsCheck.Fluent;

namespace Panoptes.Metrics.Tests.Atlas;

/// <summary>Random small scenes.</summary>
public static class Scenes
{
    private static Gen<Patch> Patches(bool crowds) =>
        from x in Gen.Choose(0, 22)
        from y in Gen.Choose(0, 14)
        from width in Gen.Choose(1, 14)
        from height in Gen.Choose(1, 10)
        from known in Gen.Choose(0, PatchScene.Classes - 1)
        from crowd in Gen.Choose(0, 9)
        select new Patch(x, y, width, height, known, crowds && crowd == 0);

    // Predictions are the truth's patches with some moved, renamed or left out, and a few of their own.
    private static Gen<PatchScene> Any =>
        from truth in Patches(crowds: true).ArrayOf(7)
        from kept in Gen.Choose(0, 5).ArrayOf(7)
        from own in Patches(crowds: false).ArrayOf(3)
        from ownCount in Gen.Choose(0, 3)
        select new PatchScene(24, 16, [.. truth],
        [
            .. truth.Zip(kept, (patch, what) => what switch
            {
                0 => null,
                1 => patch with { X = patch.X + 1 },
                2 => patch with { Class = (patch.Class + 1) % PatchScene.Classes },
                3 => patch with { Width = Math.Max(1, patch.Width / 2) },
                _ => patch,
            }).OfType<Patch>().Select(patch => patch with { IsCrowd = false }),
            .. own.Take(ownCount),
        ]);

    /// <summary>Holds a law against a few hundred scenes.</summary>
    public static void Check(Action<PatchScene> law, int times = 400) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(Any.ToArbitrary(), law));
}
