using Panoptes.Foundation;
using Panoptes.Models.Weights.Pickle;

namespace Panoptes.Models.Weights.Pytorch;

/// <summary>
/// A plain pickle of numpy arrays, as detectron2 publishes its weights (<c>.pkl</c>): {"model": {name: array}, "__author__": ...},
/// or the dictionary of arrays alone.
/// </summary>
internal static class PickledArrays
{
    /// <summary>Opens a file.</summary>
    public static PickledWeightFile Open(string path, string? part)
    {
        var handle = File.OpenHandle(path);
        try
        {
            var input = new PickleInput(new FileSource(handle, path, 0, RandomAccess.GetLength(handle)), path);
            var reader = new PickleReader(input);
            var found = StateDict.Find(path, reader, reader.Load(), part);
            var arrays = found.Arrays.ConvertAll(item => (item.Name, item.Array is NumpyArray { Values: StridedArray values }
                ? values
                : throw new InputException(
                    path, $"array {item.Name} without values", "a numpy array", "get the file again: it is damaged")));
            return new PickledWeightFile(path, "pickled numpy arrays", arrays, found.Metadata, found.Notes, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
