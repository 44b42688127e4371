namespace Panoptes.Dashboard.Browsing.Selecting;

/// <summary>The samples that are ticked. Safe to use from many threads.</summary>
internal sealed class Selection
{
    private readonly Lock gate = new();
    private readonly HashSet<int> places = [];

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return places.Count;
            }
        }
    }

    /// <summary>Whether a sample is ticked.</summary>
    public bool Has(int place)
    {
        lock (gate)
        {
            return places.Contains(place);
        }
    }

    /// <summary>All of them, ascending.</summary>
    public int[] All()
    {
        lock (gate)
        {
            return [.. places.Order()];
        }
    }

    /// <summary>Ticks samples, or takes their ticks away.</summary>
    public void Set(IEnumerable<int> which, bool isOn)
    {
        lock (gate)
        {
            if (isOn)
            {
                places.UnionWith(which);
            }
            else
            {
                places.ExceptWith(which);
            }
        }
    }
}
