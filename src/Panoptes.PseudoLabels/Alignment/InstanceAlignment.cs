using Panoptes.Imaging;

namespace Panoptes.PseudoLabels.Alignment;

/// <summary>Gives every instance one class: the mode of its pixels' (spec 3 and 16.2).</summary>
public static class InstanceAlignment
{
    private const ushort ReleasedVoid = 255;

    /// <summary>Writes the class of each instance over all of its pixels, in place.</summary>
    /// <param name="semantic">Class ids; void inside an instance becomes the instance's class, outside it stays.</param>
    /// <param name="instances">Of the same size: 0 where no instance is, else its number.</param>
    /// <param name="voidId">The id that means no class. An instance of nothing else stays void.</param>
    /// <param name="rule">The rule.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static void Align(
        Plane<ushort> semantic, Plane<ushort> instances, ushort voidId, AlignmentRule rule = AlignmentRule.LowestId)
    {
        ArgumentNullException.ThrowIfNull(semantic);
        ArgumentNullException.ThrowIfNull(instances);
        if (semantic.Width != instances.Width || semantic.Height != instances.Height)
        {
            throw new ArgumentException("the maps differ in size", nameof(instances));
        }

        if (rule == AlignmentRule.Released)
        {
            AlignAsReleased(semantic.Pixels, instances.Pixels);
        }
        else
        {
            Write(semantic.Pixels, instances.Pixels, background: 0, Modes(semantic.Pixels, instances.Pixels, 0, voidId, id => id));
        }
    }

    private static void AlignAsReleased(ushort[] classes, ushort[] instances)
    {
        var background = instances.Min();
        if (instances.Max() == background)
        {
            return;
        }

        // Class 0 stands at 255 while votes are counted, and what is 255 in the end becomes 0.
        var modes = Modes(classes, instances, background, voidId: null, id => id == 0 ? ReleasedVoid : id);
        Write(classes, instances, background, modes);
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = classes[i] == ReleasedVoid ? (ushort)0 : classes[i];
        }
    }

    private static Dictionary<ushort, ushort> Modes(
        ushort[] classes, ushort[] instances, ushort background, ushort? voidId, Func<ushort, ushort> vote)
    {
        var votes = new Dictionary<(ushort Instance, ushort Class), int>();
        for (var i = 0; i < classes.Length; i++)
        {
            if (instances[i] != background && classes[i] != voidId)
            {
                var key = (instances[i], vote(classes[i]));
                votes[key] = votes.GetValueOrDefault(key) + 1;
            }
        }

        return votes.GroupBy(entry => entry.Key.Instance).ToDictionary(
            group => group.Key,
            group => group.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key.Class).First().Key.Class);
    }

    private static void Write(ushort[] classes, ushort[] instances, ushort background, Dictionary<ushort, ushort> modes)
    {
        for (var i = 0; i < classes.Length; i++)
        {
            if (instances[i] != background && modes.TryGetValue(instances[i], out var mode))
            {
                classes[i] = mode;
            }
        }
    }
}
