using Panoptes.Foundation;

namespace Panoptes.Studies.Linting.Facts;

/// <summary>The models of a report, found by labels and in sentences.</summary>
internal sealed class ModelIndex
{
    private const int Most = 1000;
    private readonly List<ReportModel> all = [];
    private readonly Dictionary<string, ReportModel> byKey = [];
    private readonly Dictionary<string, ReportModel> read = [];
    private readonly Dictionary<string, IReadOnlyList<ModelMention>> mentions = [];

    /// <summary>All of them, in the order found.</summary>
    public IReadOnlyList<ReportModel> All => all;

    /// <summary>The model of a label; a new one where it is none of those known.</summary>
    /// <exception cref="InputException">A report has not that many.</exception>
    public ReportModel Resolve(string label)
    {
        if (!read.TryGetValue(label, out var model))
        {
            read[label] = model = ReportModel.Of(label);
        }

        if (byKey.TryGetValue(model.Key, out var known))
        {
            return known;
        }

        if (model.Family is not null)
        {
            // SegFormer alone is the one SegFormer of the report; a variant makes an unnamed one precise.
            var relatives = all.Where(other => other.Family == model.Family).ToList();
            if (model.Key.EndsWith(':') && relatives.Count == 1)
            {
                return relatives[0];
            }

            if (relatives is [var unnamed] && unnamed.Key.EndsWith(':'))
            {
                all[all.IndexOf(unnamed)] = model;
                byKey[model.Key] = model;
                byKey[unnamed.Key] = model;
                mentions.Clear();
                return model;
            }
        }

        if (all.Count >= Most)
        {
            throw new InputException("report", $"more than {Most} models", "a report for readers", "give the report, not its data");
        }

        all.Add(model);
        byKey[model.Key] = model;
        mentions.Clear();
        return model;
    }

    /// <summary>The model as it is known by now: one that was made precise replaces itself.</summary>
    public ReportModel Current(ReportModel model) => byKey.GetValueOrDefault(model.Key, model);

    /// <summary>Where models are named in a text, from left to right.</summary>
    public IReadOnlyList<ModelMention> Mentions(string text) =>
        mentions.TryGetValue(text, out var known) ? known : mentions[text] = Find(text);

    private List<ModelMention> Find(string text)
    {
        var found = new List<ModelMention>();
        var families = ModelFamilies.Find(text);
        for (var i = 0; i < families.Count; i++)
        {
            var (family, start, length) = families[i];
            var end = i + 1 < families.Count ? families[i + 1].Start : text.Length;
            var label = text[start..Math.Min(end, start + length + 14)];
            var relatives = all.Where(model => model.Family == family).ToList();
            var precise = ReportModel.Of(label);
            var exact = precise.Variant is null ? [] : relatives.Where(model => model.Variant == precise.Variant).ToList();
            if (relatives.Count > 0)
            {
                found.Add(new ModelMention(exact.Count > 0 ? exact : relatives, start, length));
            }
        }

        foreach (var model in all.Where(model => model.Family is null && model.Label.Length >= 3).OrderByDescending(model =>
            model.Label.Length))
        {
            if (At(text, model.Label) is var at and >= 0)
            {
                Add(found, new ModelMention([model], at, model.Label.Length));
            }
            else if (model.Key.Length >= 4 && At(text, model.Key) is var dashed and >= 0)
            {
                Add(found, new ModelMention([model], dashed, model.Key.Length));
            }
        }

        found.Sort((a, b) => a.Start.CompareTo(b.Start));
        return found;
    }

    // The longest label goes first: net-1 is no part of net-10.
    private static void Add(List<ModelMention> found, ModelMention mention)
    {
        if (!found.Exists(other => other.Start < mention.Start + mention.Length && mention.Start < other.Start + other.Length))
        {
            found.Add(mention);
        }
    }

    private static int At(string text, string label)
    {
        var at = text.IndexOf(label, StringComparison.OrdinalIgnoreCase);
        var end = at + label.Length;
        return at >= 0 && (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
            && (end == text.Length || !char.IsLetterOrDigit(text[end])) ? at : -1;
    }
}
