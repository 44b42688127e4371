using Panoptes.Data.Synthetic;
using Panoptes.Experiments.Configuration;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Reproductions;

/// <summary>
/// A method's claims as an experiment in small: every network is trained in every way with every seed on the same synthetic scenes, each
/// training being a cell, and every claim says which number of one way is to be above or below that of another.
/// </summary>
public sealed record ReproductionConfig : IValidated
{
    /// <summary>What the page is called.</summary>
    public string Title { get; init; } = "";

    /// <summary>What is compared with what, and where it comes from, in a sentence or two.</summary>
    public string About { get; init; } = "";

    /// <summary>The scenes.</summary>
    public SyntheticFolderConfig Scenes { get; init; } = new();

    /// <summary>The networks, in the order they are trained and shown.</summary>
    public IReadOnlyList<NetworkConfig> Networks { get; init; } = [];

    /// <summary>The ways to train, in the order they are trained and shown.</summary>
    public IReadOnlyList<ArmConfig> Arms { get; init; } = [];

    /// <summary>The seeds. Two or more give every claim an interval.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [0, 1, 2];

    /// <summary>Settings of every training, on top of its network's and its way's, such as <c>train.threads=2</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>What is left of it for a first look.</summary>
    public QuickConfig Quick { get; init; } = new();

    /// <summary>The split that is measured: <c>test</c> or <c>val</c>.</summary>
    public string Split { get; init; } = "test";

    /// <summary>The numbers in the page's table, by name, such as <c>pq</c>.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>The evaluation's curve that the page draws, by its key; null for none.</summary>
    public string? Curve { get; init; }

    /// <summary>
    /// The numbers that the page draws over the steps, by name, as they were measured while training; <c>loss</c> is the mean training
    /// loss since the evaluation before.
    /// </summary>
    public IReadOnlyList<string> Courses { get; init; } = [];

    /// <summary>The kinds of incidents that the page lists, such as <c>monitor</c>.</summary>
    public IReadOnlyList<string> Incidents { get; init; } = [];

    /// <summary>The published table that ours is held beside; null for none.</summary>
    public PublishedTable? Published { get; init; }

    /// <summary>Which two ways are shown on the same images; null for none.</summary>
    public PicturesConfig? Pictures { get; init; }

    /// <summary>The claims.</summary>
    public IReadOnlyList<ClaimConfig> Claims { get; init; } = [];

    /// <inheritdoc/>
    public void Validate()
    {
        RequireNames("networks", [.. Networks.Select(network => network.Name)]);
        RequireNames("arms", [.. Arms.Select(arm => arm.Name)]);
        RequireNames("metrics", Metrics);
        if (Seeds.Count == 0 || Seeds.Distinct().Count() != Seeds.Count)
        {
            throw new InputException("seeds", $"[{string.Join(", ", Seeds)}]", "at least one, each once", "correct the list");
        }

        foreach (var claim in Claims)
        {
            claim.Check();
            RequireKnown("claims.arm", claim.Arm, Arms.Select(arm => arm.Name));
            RequireKnown("claims.metric", claim.Metric, claim.IsOfCourse ? Courses : Metrics);
            if (claim.Bound is null)
            {
                RequireKnown("claims.against", claim.Against, Arms.Select(arm => arm.Name));
            }
        }

        foreach (var (place, arm) in Arms.Index().Where(entry => entry.Item.Teacher is not null))
        {
            RequireKnown("arms.teacher", arm.Teacher!, Arms.Take(place).Select(other => other.Name));
        }

        foreach (var labels in Arms.Select(arm => arm.Labels).OfType<BakedLabelsConfig>())
        {
            Require.That(
                labels.Scale is > 0 and <= 1, "arms.labels.scale", labels.Scale, "above 0, at most 1", "correct the way's labels");
        }

        Published?.Check();

        if (Pictures is { } pictures)
        {
            RequireKnown("pictures.arm", pictures.Arm, Arms.Select(arm => arm.Name));
            RequireKnown("pictures.against", pictures.Against, Arms.Select(arm => arm.Name));
            Require.AtLeast("pictures.images", pictures.Images, 0);
        }

        foreach (var name in Quick.Networks)
        {
            RequireKnown("quick.networks", name, Networks.Select(network => network.Name));
        }

        foreach (var name in Quick.Arms)
        {
            RequireKnown("quick.arms", name, Arms.Select(arm => arm.Name));
        }

        foreach (var arm in Arms.Where(arm => IsQuick(arm.Name)))
        {
            Require.That(
                arm.Teacher is null || IsQuick(arm.Teacher), "quick.arms", $"{arm.Name} without {arm.Teacher}, its teacher",
                "both or none", $"add {arm.Teacher}, or leave {arm.Name} out");
        }
    }

    /// <summary>The part of it for a first look.</summary>
    public ReproductionConfig ForQuick() => this with
    {
        Networks = [.. Networks.Where(network => Quick.Networks.Count == 0 || Quick.Networks.Contains(network.Name))],
        Arms = [.. Arms.Where(arm => IsQuick(arm.Name))],
        Seeds = [.. Seeds.Take(Quick.Seeds)],
        Set = [.. Set, .. Quick.Set],
        Pictures = Pictures is { } shown && IsQuick(shown.Arm) && IsQuick(shown.Against) ? shown : null,
        Claims = [.. Claims.Where(claim => IsQuick(claim.Arm) && (claim.Against is not { Length: > 0 } other || IsQuick(other)))],
    };

    private bool IsQuick(string arm) => Quick.Arms.Count == 0 || Quick.Arms.Contains(arm);

    // Names become folders.
    private static void RequireNames(string key, IReadOnlyList<string> names)
    {
        if (names.Count == 0 || names.Distinct().Count() != names.Count
            || names.Any(name => name.Length == 0 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_'))))
        {
            throw new InputException(
                key, $"[{string.Join(", ", names)}]", "at least one name of letters, digits, - and _, each once", "correct the list");
        }
    }

    private static void RequireKnown(string key, string name, IEnumerable<string> known)
    {
        string[] all = [.. known];
        if (!all.Contains(name))
        {
            throw new InputException(key, $"'{name}'", $"one of {string.Join(", ", all)}",
                NearestName.Of(name, all) is { } near ? $"did you mean {near}?" : "choose one of these");
        }
    }
}

/// <summary>A network of a reproduction.</summary>
public sealed record NetworkConfig
{
    /// <summary>Its name, also that of its folder.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the page calls it.</summary>
    public string Title { get; init; } = "";

    /// <summary>Its configuration, relative to the file that names it.</summary>
    public string Config { get; init; } = "";
}

/// <summary>A way to train.</summary>
public sealed record ArmConfig
{
    /// <summary>Its name, also that of its folders.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the page calls it.</summary>
    public string Title { get; init; } = "";

    /// <summary>What it sets otherwise than the network's configuration, each as on the command line.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>
    /// The way, of the same network and seed, whose best weights teach this one (<c>distillation.teacher</c>); null for none.
    /// </summary>
    public string? Teacher { get; init; }

    /// <summary>Labels of the training scenes that are made for this way and trained on as pseudo-labels; null for the true ones.</summary>
    public BakedLabelsConfig? Labels { get; init; }
}

/// <summary>What a first look leaves of a reproduction.</summary>
public sealed record QuickConfig
{
    /// <summary>Which networks; all where empty.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Which ways to train, and what is claimed of those; all where empty.</summary>
    public IReadOnlyList<string> Arms { get; init; } = [];

    /// <summary>How many of the seeds, from the first.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Settings of every training on top of all others.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];
}

/// <summary>Two ways whose first seed is shown on the same images, chosen by the largest difference in confused area.</summary>
public sealed record PicturesConfig
{
    /// <summary>The way on the left.</summary>
    public string Against { get; init; } = "";

    /// <summary>The way on the right.</summary>
    public string Arm { get; init; } = "";

    /// <summary>How many images for each direction at most, at least 0.</summary>
    public int Images { get; init; } = 2;
}
