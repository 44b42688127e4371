using System.Net;
using Panoptes.Data.Disagreements;
using Panoptes.Data.Findings;
using Panoptes.Data.Indexing;

namespace Panoptes.Dashboard.Browsing.Serving;

/// <summary>What a data browser shows, and to whom.</summary>
public sealed record DataBrowserOptions
{
    /// <summary>The port that is taken where none is given and it is free.</summary>
    public const int UsualPort = 8644;

    /// <summary>The data set.</summary>
    public required DataIndex Index { get; init; }

    /// <summary>What was found of each sample.</summary>
    public required IReadOnlyList<IReadOnlyList<SampleFinding>> Findings { get; init; }

    /// <summary>How far a model contradicts the labels of each sample; null without a model.</summary>
    public IReadOnlyList<LabelDisagreement?>? Disagreements { get; init; }

    /// <summary>What that model says; null without one.</summary>
    public PredictedMaps? Predictions { get; init; }

    /// <summary>What else is to be known of the data set, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The folder that lists are saved in; made where missing.</summary>
    public string Lists { get; init; } = "splits";

    /// <summary>The command of a training on the data set, such as <c>./panoptes train CONFIG data.root=camvid</c>.</summary>
    public required string Command { get; init; }

    /// <summary>The split that a training takes unless it is told another one.</summary>
    public string TrainSplit { get; init; } = "train";

    /// <summary>The address that is listened at: this machine alone where it is not set.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port, 1 to 65535; null for <see cref="UsualPort"/>, or any that is free.</summary>
    public int? Port { get; init; }
}
