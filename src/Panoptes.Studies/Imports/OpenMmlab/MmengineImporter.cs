using Panoptes.Studies.Imports.Records;
using Panoptes.Studies.Imports.Sources;

namespace Panoptes.Studies.Imports.OpenMmlab;

/// <summary>
/// Work folders of mmengine (mmsegmentation 1, mmdetection 3): a folder for each attempt by its time, with a JSON log in
/// <c>vis_data</c> and a text log, and the configuration beside them.
/// </summary>
internal sealed class MmengineImporter : IRunImporter
{
    /// <inheritdoc/>
    public string Name => "mmengine";

    /// <inheritdoc/>
    public string LooksFor => "{time}/vis_data/*.json or {time}/{time}.log of a work folder";

    /// <inheritdoc/>
    public bool Recognizes(string path)
    {
        var tree = SourceTree.At(path);
        return !tree.IsFile && tree.Files().Any(MmWorkFolder.IsMarker);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ImportedRun> Read(string path, Action<string> warn)
    {
        var tree = SourceTree.At(path);
        return EachRun.Read(MmWorkFolder.Find(tree, warn), work => [MmengineReader.Read(tree, work, Name, new ImportedRun(), warn)], warn);
    }
}
