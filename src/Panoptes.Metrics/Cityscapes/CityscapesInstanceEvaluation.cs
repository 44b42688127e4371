using System.Globalization;
using Panoptes.Formats.Cityscapes;
using Panoptes.Foundation;
using Panoptes.Metrics.Flattening;
using Panoptes.Metrics.Panoptic;
using Panoptes.Metrics.Rules;

namespace Panoptes.Metrics.Cityscapes;

/// <summary>The outcome of an instance-level evaluation.</summary>
/// <param name="ByClass">Average precision by class (in the order of <see cref="CityscapesLabel.InstanceClasses"/>) and overlap; NaN
/// without truth.</param>
/// <param name="Frames">Every frame's matches.</param>
public sealed record CityscapesInstanceReport(IReadOnlyList<double[]> ByClass, IReadOnlyList<CityscapesFrameMatches> Frames)
{
    /// <summary>What was counted of the frames' objects flattened to segments; null where that was not asked for.</summary>
    public FlattenedReport? Flattened { get; init; }

    /// <summary>The average precisions of frames.</summary>
    public static CityscapesInstanceReport Of(IReadOnlyList<CityscapesFrameMatches> frames) =>
        Of(frames, [.. CityscapesLabel.InstanceClasses.Select(label => label.Id)]);

    /// <summary>The average precisions of frames of other classes, by the same rules.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="labels">What the frames call the classes; the report's order.</param>
    public static CityscapesInstanceReport Of(IReadOnlyList<CityscapesFrameMatches> frames, IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        double[] Overlaps(int label) =>
            [.. CityscapesAveragePrecision.Overlaps.Select(overlap => CityscapesAveragePrecision.Of(frames, label, overlap))];
        return new CityscapesInstanceReport([.. labels.Select(Overlaps)], frames);
    }

    /// <summary>AP: mean over classes with truth and overlaps.</summary>
    public double AP => Mean(ByClass.SelectMany(values => values));

    /// <summary>AP50%: mean over classes with truth at overlap 0.5.</summary>
    public double AP50 => Mean(ByClass.Select(values => values[0]));

    /// <summary>Mean over the overlaps of one class; NaN without truth.</summary>
    public double ClassAP(int place) => ByClass[place].Sum() / ByClass[place].Length;

    private static double Mean(IEnumerable<double> values)
    {
        var valid = values.Where(value => !double.IsNaN(value)).ToList();
        return valid.Count == 0 ? double.NaN : valid.Sum() / valid.Count;
    }
}

/// <summary>Cityscapes' instance-level evaluation of its own prediction files: a text file a frame that lists masks.</summary>
public sealed class CityscapesInstanceEvaluation
{
    // The one label id that no map holds; the original knows it and leaves it out.
    private const int LicensePlate = -1;

    private readonly IReadOnlyList<CityscapesFrame> frames;
    private readonly string predictionFolder;
    private readonly string[] predictions;
    private readonly List<(string Mask, int Label, double Score)>[] lists;

    /// <summary>Pairs the files.</summary>
    /// <param name="truthFolder">gtFine or one of its splits.</param>
    /// <param name="predictionFolder">One text file for every frame, at any depth: lines of relative mask path, label id,
    /// confidence.</param>
    public CityscapesInstanceEvaluation(string truthFolder, string predictionFolder)
    {
        frames = CityscapesFiles.Frames(truthFolder);
        this.predictionFolder = predictionFolder;
        (predictions, Unused) = CityscapesFiles.Predictions(frames, predictionFolder, ".txt", "text file");
        lists = [.. predictions.Select(Listed)];
    }

    /// <summary>
    /// Whether the files look like they name train ids: no label above 18, and some that are the train ids of instance classes.
    /// </summary>
    public bool NamesTrainIds =>
        TrainIdTrap.Looks([.. Labels.Distinct()], CityscapesLabel.All.Count(label => !label.IsIgnored), IsInstanceTrainId);

    /// <summary>How many lines name the train id of an instance class.</summary>
    public int TrainIdLines => Labels.Count(IsInstanceTrainId);

    /// <summary>The first file that does.</summary>
    public string? FirstWithTrainIds => predictions.Where((_, i) => lists[i].Any(line => IsInstanceTrainId(line.Label))).FirstOrDefault();

    /// <summary>The frames, in order.</summary>
    public IReadOnlyList<CityscapesFrame> Frames => frames;

    /// <summary>Predictions that no frame has, below their folder.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>The masks that a frame's text file lists of instance classes: path, label id, confidence.</summary>
    /// <exception cref="InputException">A label id is none.</exception>
    public IEnumerable<(string Mask, int Label, double Score)> Listed(int frame) => lists[frame].Where(line => Counts(frame, line.Label));

    private IEnumerable<int> Labels => lists.SelectMany(list => list).Select(line => line.Label).Where(label => label != LicensePlate);

    /// <summary>Evaluates all frames.</summary>
    /// <param name="threads">Worker threads; 0 for all cores.</param>
    /// <param name="fromTrainIds">Takes the labels of the predictions for train ids.</param>
    /// <param name="flatten">Also counts the objects flattened to segments.</param>
    /// <param name="progress">Told how many of how many images are done, from any thread; null tells nobody.</param>
    public CityscapesInstanceReport Run(
        int threads = 0, bool fromTrainIds = false, bool flatten = false, Action<int, int>? progress = null)
    {
        var (matches, sums) = (new CityscapesFrameMatches[frames.Count], new ImagePanopticSums[flatten ? frames.Count : 0]);
        var mostConfused = new PanopticOptions().ConfusedSegments;
        FlattenedCounts Counts() => new(CityscapesLabel.InstanceClasses.Select(label => label.Name), mostConfused);
        var total = Counts();
        ParallelItems.Run(
            frames.Count, threads > 0 ? threads : Environment.ProcessorCount,
            () => (Overlaps: new CityscapesMaskOverlaps(), Flat: flatten ? new CityscapesFlatFrame() : null, Counts: Counts()),
            (worker, i) =>
            {
                matches[i] = Match(worker.Overlaps, worker.Flat, i, fromTrainIds);
                if (worker.Flat is { } flat)
                {
                    var (path, name) = (frames[i].InstanceIds, Path.GetFileName(frames[i].InstanceIds));
                    sums[i] = worker.Counts.Add(i, name, flat.Table(path, worker.Overlaps.Frame, matches[i].Truths));
                }
            },
            worker => total.Merge(worker.Counts), progress);
        return CityscapesInstanceReport.Of(matches) with { Flattened = flatten ? total.Report(sums) : null };
    }

    private CityscapesFrameMatches Match(CityscapesMaskOverlaps worker, CityscapesFlatFrame? flat, int index, bool fromTrainIds)
    {
        var truths = worker.Open(frames[index]);
        flat?.Open(worker.Frame.Length);
        var list = lists[index];
        var read = new CityscapesPrediction?[list.Count];

        // To be flattened the surest come first; where they stand in the list does not change what each overlaps.
        foreach (var place in Enumerable.Range(0, list.Count).OrderByDescending(place => flat is null ? 0 : list[place].Score))
        {
            var (mask, named, score) = list[place];
            var label = fromTrainIds && named >= 0 ? CityscapesLabel.OfTrainId(named).Id : named;
            if (Counts(index, label))
            {
                read[place] = worker.Overlap(mask, label, score);
                if (read[place] is not null)
                {
                    flat?.Lay(worker.Mask, label, score);
                }
            }
        }

        return new CityscapesFrameMatches(frames[index].InstanceIds, truths, [.. read.OfType<CityscapesPrediction>()]);
    }

    private bool Counts(int frame, int label) =>
        label != LicensePlate && CityscapesMaps.Label(predictions[frame], label) is { HasInstances: true, IsIgnored: false };

    // A mask that is listed twice stands once: the later line, in the earlier one's place.
    private List<(string Mask, int Label, double Score)> Listed(string path)
    {
        var listed = new List<(string Mask, int Label, double Score)>();
        var places = new Dictionary<string, int>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var parts = line.TrimEnd('\r').Split(' ');
            if (parts.Length != 3 || !TryNumber(parts[1], out var label) || !TryNumber(parts[2], out var score)
                || Math.Abs(label) > int.MaxValue)
            {
                throw new InputException(
                    $"{path}: line {number}", $"\"{Shorten(line)}\"", "relative mask path, label id and confidence, one space between",
                    "write the file again");
            }

            var entry = (Below(path, number, parts[0]), (int)label, score);
            if (!places.TryAdd(entry.Item1, listed.Count))
            {
                listed[places[entry.Item1]] = entry;
            }
            else
            {
                listed.Add(entry);
            }
        }

        return listed;
    }

    private string Below(string path, int number, string mask)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(predictionFolder)) + Path.DirectorySeparatorChar;
        if (mask.Length == 0 || Path.IsPathRooted(mask) || mask.Contains('\0', StringComparison.Ordinal)
            || !Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, mask)).StartsWith(root, StringComparison.Ordinal))
        {
            throw new InputException(
                $"{path}: line {number}", $"the mask path \"{Shorten(mask.Replace('\0', '?'))}\"",
                $"a relative path that stays below {predictionFolder}", "correct the path");
        }

        return Path.Combine(Path.GetDirectoryName(path)!, mask);
    }

    private static bool IsInstanceTrainId(int label) => CityscapesLabel.InstanceClasses.Any(known => known.TrainId == label);

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
