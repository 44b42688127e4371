namespace Panoptes.Data.Splits;

/// <summary>Images that are chosen one after the other, and what they have together.</summary>
/// <param name="contents">What images show.</param>
/// <param name="order">All images in the order in which they stand in line.</param>
internal sealed class SplitDraw(SplitContents contents, int[] order)
{
    private readonly bool[] isChosen = new bool[order.Length];

    /// <summary>Images chosen.</summary>
    public int Count { get; private set; }

    /// <summary>Of the images chosen, how many show each class.</summary>
    public int[] ImagesOf { get; } = new int[contents.Classes.Count];

    /// <summary>All images in line.</summary>
    public SplitLine All => field ??= Line(_ => true);

    /// <summary>The images chosen, ascending.</summary>
    public int[] Chosen => [.. Enumerable.Range(0, isChosen.Length).Where(image => isChosen[image])];

    /// <summary>Some images in line.</summary>
    /// <param name="stands">Which.</param>
    public SplitLine Line(Func<int, bool> stands) => new([.. order.Where(stands)], image => isChosen[image]);

    /// <summary>Chooses an image.</summary>
    public void Add(int image)
    {
        isChosen[image] = true;
        Count++;
        foreach (var trainId in contents[image].Classes)
        {
            ImagesOf[trainId]++;
        }
    }
}

/// <summary>Images in line to be chosen.</summary>
/// <param name="images">All of them in their order, those chosen too.</param>
/// <param name="isChosen">Which are chosen.</param>
internal sealed class SplitLine(int[] images, Func<int, bool> isChosen)
{
    private int first;

    /// <summary>How many stand or stood in it.</summary>
    public int Length => images.Length;

    /// <summary>The first ones that are not chosen; none where all are.</summary>
    /// <param name="most">How many at most.</param>
    public List<int> Next(int most = 1)
    {
        while (first < images.Length && isChosen(images[first]))
        {
            first++;
        }

        var next = new List<int>(most);
        for (var i = first; i < images.Length && next.Count < most; i++)
        {
            if (!isChosen(images[i]))
            {
                next.Add(images[i]);
            }
        }

        return next;
    }
}
