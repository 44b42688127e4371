using Panoptes.Experiments.Settings;
using Panoptes.Studies.Cells;
using Panoptes.Studies.Statuses;

namespace Panoptes.Studies.Results;

/// <summary>A cell as reports see it.</summary>
public sealed record ResultCell
{
    /// <summary>Its id, by which sentences name their evidence.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where it stands.</summary>
    public CellKey Key { get; init; } = new("", "", "", 0);

    /// <summary>What has become of it.</summary>
    public CellStatus Status { get; init; } = new();

    /// <summary>Who trains it or last did, for progress tables; empty for nobody.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Where its numbers come from where they were not measured here, such as an imported file; null for a run of ours.</summary>
    public string? ImportedFrom { get; init; }

    /// <summary>Images in one update, over all devices and accumulated passes.</summary>
    public int Batch { get; init; }

    /// <summary>Updates of the whole training.</summary>
    public long Steps { get; init; }

    /// <summary>Training samples of the whole training.</summary>
    public long Samples => Batch * Steps;

    /// <summary>Images that it draws its samples from, for its epochs; null where that is not known.</summary>
    public long? TrainImages { get; init; }

    /// <summary>Its configuration; null where it was imported without one.</summary>
    public RunConfig? Config { get; init; }

    /// <summary>Evaluations while training, in the order of steps.</summary>
    public IReadOnlyList<ResultPoint> Curve { get; init; } = [];

    /// <summary>The evaluation that it is judged by; null until it is completed.</summary>
    public ResultPoint? Final { get; init; }

    /// <summary>Seconds of training; null where that is not known.</summary>
    public double? TrainSeconds { get; init; }

    /// <summary>Seconds of evaluations; null where they are not known apart.</summary>
    public double? EvaluationSeconds { get; init; }

    /// <summary>Devices that trained it together.</summary>
    public int Devices { get; init; } = 1;

    /// <summary>What they are, such as <c>NVIDIA A100 80GB</c>; empty where that is not known.</summary>
    public string DeviceName { get; init; } = "";

    /// <summary>Highest memory in MiB, of the device where there is one; null where it is not known.</summary>
    public double? PeakMemoryMib { get; init; }

    /// <summary>Learning rate at the latest logged step; null where it is not known.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The published number for this model and data, in the primary metric; null where the registry of recipes has none.</summary>
    public double? Published { get; init; }

    /// <summary>Where that was published.</summary>
    public string? PublishedSource { get; init; }

    /// <summary>Whether its numbers count in comparisons.</summary>
    public bool IsDone => Final is not null && Status.State == CellState.Completed;
}
