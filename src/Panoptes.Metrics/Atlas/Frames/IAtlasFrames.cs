using Panoptes.Imaging;
using Panoptes.Metrics.Atlas.Scores;
using Panoptes.Metrics.Scoring;

namespace Panoptes.Metrics.Atlas.Frames;

/// <summary>A class of an atlas.</summary>
/// <param name="Id">Its id in the files.</param>
/// <param name="Name">Its name.</param>
/// <param name="Color">Its color in pictures.</param>
public sealed record AtlasClass(long Id, string Name, Rgb Color);

/// <summary>Truth and prediction of many images, read one at a time.</summary>
public interface IAtlasFrames
{
    /// <summary>The classes, by the number that segments name them with.</summary>
    IReadOnlyList<AtlasClass> Classes { get; }

    /// <summary>How many images there are.</summary>
    int Count { get; }

    /// <summary>How many images may be read at once.</summary>
    int MostThreads { get; }

    /// <summary>Whether segments are connected regions of a class; else they are as labels and predictions have them.</summary>
    bool AreRegions { get; }

    /// <summary>What they are read from.</summary>
    IReadOnlyList<ScoreInput> Inputs { get; }

    /// <summary>Remarks that a reader must know.</summary>
    IReadOnlyList<string> Remarks { get; }

    /// <summary>What the predictions' scores are worth, all classes together first; empty where they have none.</summary>
    IReadOnlyList<ScoredClass> Scores { get; }

    /// <summary>Reads an image; the same one again gives the same segments in the same order.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <exception cref="Foundation.InputException">A file is missing or broken.</exception>
    AtlasFrame Read(int index);
}
