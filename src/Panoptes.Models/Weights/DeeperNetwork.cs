using System.Globalization;
using System.Text.RegularExpressions;
using Panoptes.Tensors;

namespace Panoptes.Models.Weights;

/// <summary>
/// Recognizes weights of a deeper network of the same kind: they fill every tensor of the shallower one (ResNet-101 in
/// ResNet-50, Swin-S in Swin-T, HRNet-W18 in its small variant) and mean nothing there.
/// </summary>
internal static partial class DeeperNetwork
{
    /// <summary>Why a file must not be loaded; null where it goes on nowhere where the model ends.</summary>
    /// <param name="given">The file's names in the model's terms.</param>
    /// <param name="target">The model's tensors.</param>
    public static WeightMismatch? Mismatch(IReadOnlyList<string> given, IReadOnlyDictionary<string, Tensor> target)
    {
        foreach (var name in given.Where(name => !target.ContainsKey(name)))
        {
            foreach (Match number in Numbers().Matches(name))
            {
                var index = int.Parse(number.Value, CultureInfo.InvariantCulture);
                var before = $"{name[..number.Index]}{index - 1}{name[(number.Index + number.Length)..]}";
                if (index > 0 && target.ContainsKey(before) && given.Contains(before))
                {
                    return new WeightMismatch(
                        $"weights of a deeper network ({name} follows where this model ends)", $"nothing after {before}",
                        "choose the model that the weights are of");
                }
            }
        }

        return null;
    }

    [GeneratedRegex(@"(?<=^|\.)\d{1,4}(?=\.)", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
