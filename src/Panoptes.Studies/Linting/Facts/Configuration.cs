namespace Panoptes.Studies.Linting.Facts;

/// <summary>A configuration of trainings as a report describes it; grows while the report is read.</summary>
internal sealed class Configuration
{
    /// <summary>Names, the first one found first.</summary>
    public List<string> Names { get; } = [];

    /// <summary>The names in lower case with everything but letters and digits made a dash.</summary>
    public List<string> Dashed { get; } = [];

    /// <summary>The model that it is for; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>Iterations.</summary>
    public double? Iterations { get; set; }

    /// <summary>Images in one update.</summary>
    public double? Batch { get; set; }

    /// <summary>Whether others are compared with it.</summary>
    public bool IsReference { get; set; }

    /// <summary>What the report states of it.</summary>
    public List<ParameterFact> Parameters { get; } = [];

    /// <summary>Lines that state or name it in a table or heading.</summary>
    public SortedSet<int> Lines { get; } = [];

    /// <summary>A parameter; null where it is not stated.</summary>
    public ParameterFact? Find(ParameterKind kind) => Parameters.Find(fact => fact.Kind == kind);

    /// <summary>Samples as stated, or as they follow.</summary>
    public double? Samples => Find(ParameterKind.Samples)?.Value?.Value ?? (Iterations * Batch);

    /// <summary>What readers are shown.</summary>
    public string Shown
    {
        get
        {
            var name = Names.FirstOrDefault() ?? "";
            var numbers = (Iterations, Batch) switch
            {
                ({ } iterations, { } batch) => $"{iterations:N0} x {batch:0}",
                ({ } iterations, null) => $"{iterations:N0} iterations",
                (null, { } batch) => $"batch {batch:0}",
                _ => "",
            };
            return name.Length == 0 ? numbers : numbers.Length == 0 ? name : $"{name} ({numbers})";
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Shown;
}
