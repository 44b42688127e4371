using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Panoptes.Data.Samples;
using Panoptes.Foundation;

namespace Panoptes.Data.Indexing;

/// <summary>Tells whether a sample is still as an index knows it, without reading its files: by their names, sizes and times.</summary>
internal sealed class SampleState
{
    private readonly IDataset dataset;
    private readonly string shared;

    /// <summary>Looks at what all samples of a split share.</summary>
    public SampleState(IDataset dataset)
    {
        this.dataset = dataset;
        shared = $"{dataset.Name}\n{dataset.Available}\n{dataset.Classes.Describe()}\n"
            + string.Join('\n', dataset.SharedFiles.Select(LinkedFile.State));
    }

    /// <summary>What changes with a sample's files, with the class table and with what all samples share.</summary>
    public UInt128 Of(int index)
    {
        var files = dataset.Files(index);
        var text = $"{shared}\n{files.Name}\n{LinkedFile.State(files.Image)}\n{Own(files.Label)}\n{Own(files.Instance)}";
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    // Of what is shared the state is known.
    private string Own(string? file) => file is null ? "" : dataset.SharedFiles.Contains(file) ? "shared" : LinkedFile.State(file);
}
