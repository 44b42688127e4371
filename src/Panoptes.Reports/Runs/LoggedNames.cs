using System.Globalization;
using System.Text.RegularExpressions;

namespace Panoptes.Reports.Runs;

/// <summary>The names under which a training logs its losses, in words: <c>aux.loss_ce</c> is cross-entropy, auxiliary head.</summary>
internal static partial class LoggedNames
{
    /// <summary>The one measure in percent, of the one head that has it.</summary>
    private const string Accuracy = "acc_seg";
    private const string Main = "decode";

    private static readonly Dictionary<string, string> Terms = new()
    {
        ["loss_ce"] = "cross-entropy",
        ["loss_bce"] = "binary cross-entropy",
        ["loss_focal"] = "focal loss",
        ["loss_dice"] = "Dice loss",
        ["loss_mask"] = "mask loss",
        ["loss_cls"] = "class of boxes",
        ["loss_box_reg"] = "place of boxes",
        ["loss_rpn_cls"] = "object or not, of proposals",
        ["loss_rpn_loc"] = "place of proposals",
        ["loss_sem_seg"] = "semantic head",
        ["loss_pos_th"] = "centers of things",
        ["loss_pos_st"] = "regions of stuff",
        ["loss_seg_th"] = "masks of things",
        ["loss_seg_st"] = "masks of stuff",
        ["loss_ibs"] = "intra-batch supervision",
        [Accuracy] = "pixel accuracy of training batches",
        ["dropped"] = "boxes left out of the class loss",
        ["teacher_labels"] = "labels of the teacher per image",
        ["teacher_empty"] = "share of images without a label of the teacher",
        ["teacher_score"] = "mean score of labels of the teacher",
        ["teacher_largest_class"] = "share of the most frequent class among labels of the teacher",
        ["teacher_found"] = "share of labels of the teacher that the student finds",
        ["teacher_mask_iou"] = "IoU of teacher and student",
        ["teacher_class_agreement"] = "share of labels whose class teacher and student agree on",
    };

    private static readonly Dictionary<string, string> Places = new()
    {
        [Main] = "main head",
        ["aux"] = "auxiliary head",
        ["unlabeled"] = "unlabeled images",
        ["labeled"] = "labeled images",
    };

    /// <summary>A name in words; what is not known is left as it is, with spaces for underscores.</summary>
    /// <param name="name">The name in the log.</param>
    public static string Words(string name)
    {
        var parts = name.Split('.');
        var match = Suffix().Match(parts[^1]);
        var (term, suffix) = match.Success ? (match.Groups[1].Value, match.Groups[2].Value) : (parts[^1], "");
        var words = Terms.GetValueOrDefault(term) ?? term.Replace('_', ' ');
        var layer = suffix.StartsWith("_stage", StringComparison.Ordinal) ? $"stage {Number(suffix[6..]) + 1}"
            : suffix.Length > 0 ? $"layer {Number(suffix[1..]) + 1}" : "";
        var places = parts[..^1].Where(part => part != Main || term != Accuracy).Select(part => Places.GetValueOrDefault(part, part));
        return string.Join(", ", new[] { words, layer }.Concat(places).Where(part => part.Length > 0));
    }

    /// <summary>The unit of a name, for the axis of its chart; empty for none.</summary>
    /// <param name="name">The name in the log.</param>
    public static string Unit(string name) => name.EndsWith(Accuracy, StringComparison.Ordinal) ? "%" : "";

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(.+?)(_stage\d{1,3}|_\d{1,3})$")]
    private static partial Regex Suffix();
}
