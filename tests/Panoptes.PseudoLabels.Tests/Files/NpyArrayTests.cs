using System.Text;
using Panoptes.Foundation;
using Panoptes.PseudoLabels.Files;
using Panoptes.Tests;

namespace Panoptes.PseudoLabels.Tests.Files;

public sealed class NpyArrayTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        using var folder = new TemporaryFolder();
        float[] values = [1, -2.5f, 3e30f, 0, 5, 6];
        NpyArray.Write(folder["a.npy"], [2, 3, 1], values);
        var read = NpyArray.Read(folder["a.npy"]);
        Assert.Equal([2, 3, 1], read.Shape);
        Assert.Equal(values, read.Values);
        Assert.Equal([2, 3, 1], NpyArray.ReadShape(folder["a.npy"]));
        Assert.Equal(0, File.ReadAllBytes(folder["a.npy"]).Length % 4);
    }

    [Fact]
    public void Half_precision_and_the_second_version_are_read()
    {
        using var folder = new TemporaryFolder();
        var data = new[] { (Half)1.5f, (Half)(-0.25f), (Half)65504f }.SelectMany(BitConverter.GetBytes).ToArray();
        var path = folder.Write("h.npy", Npy("{'descr': '<f2', 'fortran_order': False, 'shape': (3,), }\n", data, version: 2));
        Assert.Equal([1.5f, -0.25f, 65504f], NpyArray.Read(path).Values);
    }

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", 16)]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }", 8)]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", 8)]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }", 8)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 8)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 8)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }", 8)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536, 65536, 65536), }", 0)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4), }", 0)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", 8)]
    [InlineData("nothing", 8)]
    public void What_is_no_such_array_is_refused_by_its_name(string header, int bytes)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.npy", Npy(header, new byte[bytes]));
        Assert.Contains("a.npy", Assert.Throws<InputException>(() => NpyArray.Read(path)).Message);
    }

    [Fact]
    public void Every_cut_of_a_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        NpyArray.Write(folder["a.npy"], [4], [1, 2, 3, 4]);
        var whole = File.ReadAllBytes(folder["a.npy"]);
        for (var length = 0; length < whole.Length; length++)
        {
            var path = folder.Write("cut.npy", whole[..length]);
            Assert.Throws<InputException>(() => NpyArray.Read(path));
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Maps_and_windows_with_numbers_that_are_not_finite_are_refused(float number)
    {
        using var folder = new TemporaryFolder();
        NpyArray.Write(folder["a.npy"], [1, 1, 2, 2], [1, 2, number, 4]);
        foreach (var read in new Action[]
        {
            () => MapFile.Channels(folder["a.npy"], MapLayout.Chw, "source.folder"),
            () => MapFile.Windows(folder["a.npy"], MapLayout.Chw, "source.windows"),
        })
        {
            Assert.Contains("at element 2; expected finite numbers", Assert.Throws<InputException>(read).Message);
        }
    }

    private static byte[] Npy(string header, byte[] data, byte version = 1)
    {
        var text = Encoding.ASCII.GetBytes(header);
        byte[] length = version == 1
            ? [(byte)text.Length, (byte)(text.Length >> 8)]
            : [(byte)text.Length, (byte)(text.Length >> 8), 0, 0];
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }
}
