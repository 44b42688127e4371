using Panoptes.Data.Pasting;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Tensors;

namespace Panoptes.Training.Pasting;

/// <summary>The objects that a network found in the last batch, in main memory and as tensors that a checkpoint holds.</summary>
internal sealed class FoundObjects : IObjectBank, IDisposable
{
    private const string Source = "a prediction";
    private IReadOnlyList<ObjectCutout> objects = [];
    private IReadOnlyList<(string Name, Tensor Tensor)>? tensors;

    /// <inheritdoc/>
    public int Count => objects.Count;

    /// <inheritdoc/>
    public ObjectCutout this[int place] => objects[place];

    /// <summary>An object that was found.</summary>
    public static ObjectCutout Make(int trainId, Plane<byte> mask, float[] colors) => new(trainId, mask, colors, Source);

    /// <summary>Forgets all objects and keeps others.</summary>
    public void Replace(IReadOnlyList<ObjectCutout> found)
    {
        Dispose();
        objects = found;
    }

    /// <summary>
    /// The living tensors: (n,3) int64 of class, height, width; all masks as bytes; all colors as float32. Made when they are first asked
    /// for, since objects change in every step and only a checkpoint asks.
    /// </summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> State() => tensors ??= objects.Count == 0 ? [] : Tensors();

    /// <summary>Takes back what <see cref="State"/> gave.</summary>
    /// <exception cref="InputException">Sizes do not fit, or something lacks.</exception>
    public void Load(IReadOnlyList<(string Name, Tensor Tensor)> state)
    {
        if (state.Count == 0)
        {
            Replace([]);
            return;
        }

        var (table, masks, colors) = (Read<long>(state, "objects"), Read<byte>(state, "masks"), Read<float>(state, "colors"));
        var found = new List<ObjectCutout>();
        var at = 0L;
        for (var i = 0; i + 2 < table.Length; i += 3)
        {
            var (height, width) = (table[i + 1], table[i + 2]);
            var end = height > 0 && width > 0 && height <= masks.Length && width <= masks.Length ? at + (height * width) : long.MaxValue;
            Fits(end <= masks.Length && 3 * end <= colors.Length, state);
            found.Add(Make(
                (int)table[i],
                new Plane<byte>((int)width, (int)height, masks[(int)at..(int)end]),
                colors[(3 * (int)at)..(3 * (int)end)]));
            at = end;
        }

        Fits(at == masks.Length && 3 * at == colors.Length, state);
        Replace(found);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, tensor) in tensors ?? [])
        {
            tensor.Dispose();
        }

        (objects, tensors) = ([], null);
    }

    private (string Name, Tensor Tensor)[] Tensors()
    {
        using var scope = TensorScope.Open();
        long[] table = [.. objects.SelectMany(one => new long[] { one.TrainId, one.Mask.Height, one.Mask.Width })];
        var masks = Joined([.. objects.Select(one => one.Mask.Pixels)]);
        var colors = Joined([.. objects.Select(one => one.Colors)]);
        return
        [
            ("objects", Tensor.From(table, objects.Count, 3).Keep()),
            ("masks", Tensor.From(masks, masks.Length).Keep()),
            ("colors", Tensor.From(colors, 3, masks.Length).Keep()),
        ];
    }

    private static T[] Joined<T>(T[][] parts)
    {
        var all = new T[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(all, at);
            at += part.Length;
        }

        return all;
    }

    private static T[] Read<T>(IReadOnlyList<(string Name, Tensor Tensor)> state, string name)
        where T : unmanaged
    {
        var tensor = state.FirstOrDefault(entry => entry.Name == name).Tensor;
        Fits(tensor is not null, state);
        return tensor!.ToArray<T>();
    }

    private static void Fits(bool does, IReadOnlyList<(string Name, Tensor Tensor)> state) => Require.That(
        does, "the checkpoint's objects to paste", string.Join(", ", state.Select(entry => $"{entry.Name} of {entry.Tensor.Count}")),
        "objects, masks and colors that fit each other", "go on from another checkpoint");
}
