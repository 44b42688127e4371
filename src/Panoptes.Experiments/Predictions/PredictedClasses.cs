using Panoptes.Experiments.Runs;
using Panoptes.Formats.Cityscapes;
using Panoptes.Formats.Coco.Writing;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Drawing;

namespace Panoptes.Experiments.Predictions;

/// <summary>The classes of a run as its predictions' files name and draw them.</summary>
public sealed class PredictedClasses
{
    private readonly IReadOnlyList<ClassColor> rows;

    /// <summary>Takes the classes of a run.</summary>
    /// <param name="rows">Classes in the order of their train ids.</param>
    public PredictedClasses(IReadOnlyList<ClassColor> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        this.rows = rows;
        Looks = [.. rows.Select(row => new DrawnClass(row.Name, RgbOf(row.Color)))];
        Categories = [.. rows.Select((row, i) => new OutputCategory(row.RawId, row.Name, row.IsThing, Color: Looks[i].Color))];
    }

    /// <summary>The classes as annotation files list them, under the data set's own ids; by train id.</summary>
    public IReadOnlyList<OutputCategory> Categories { get; }

    /// <summary>The classes as they are drawn; by train id.</summary>
    public IReadOnlyList<DrawnClass> Looks { get; }

    /// <summary>Whether all classes are Cityscapes', by name.</summary>
    public bool AreCityscapes => rows.All(row => LabelOf(row) is not null);

    /// <summary>Cityscapes' labels of the classes, by train id.</summary>
    /// <exception cref="InputException">A class has no label of its name.</exception>
    public IReadOnlyList<CityscapesLabel> CityscapesLabels() =>
    [
        .. rows.Select(row => LabelOf(row) ?? throw new InputException(
            "--format cityscapes", $"the class \"{row.Name}\" of the run", "classes of Cityscapes, by name",
            "write --format coco, or leave it out")),
    ];

    private static CityscapesLabel? LabelOf(ClassColor row) => CityscapesLabel.All.FirstOrDefault(label => label.Name == row.Name);

    private static Rgb RgbOf(string hex) =>
        new(Convert.ToByte(hex[1..3], 16), Convert.ToByte(hex[3..5], 16), Convert.ToByte(hex[5..7], 16));
}
