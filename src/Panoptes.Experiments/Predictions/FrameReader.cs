using System.Diagnostics;
using System.Globalization;
using System.Text;
using Panoptes.Imaging;

namespace Panoptes.Experiments.Predictions;

/// <summary>Reads the frames of a video one after the other, as a program writes them (PPM): none but the present one is held.</summary>
/// <param name="process">The program; ended with this.</param>
internal sealed class FrameReader(Process process) : IDisposable
{
    private const string Magic = "P6";
    private readonly Stream stream = new BufferedStream(process.StandardOutput.BaseStream, 1 << 16);

    /// <summary>The next frame, or null where the last one was read.</summary>
    /// <exception cref="IOException">The program ended within a frame.</exception>
    public RgbImage? Next()
    {
        if (Line() != Magic)
        {
            return null;
        }

        var size = Line().Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        _ = Line();
        var pixels = GC.AllocateUninitializedArray<byte>(checked(3 * size[0] * size[1]));
        stream.ReadExactly(pixels);
        return new RgbImage(size[0], size[1], pixels);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private string Line()
    {
        var line = new StringBuilder();
        for (var letter = stream.ReadByte(); letter is >= 0 and not '\n'; letter = stream.ReadByte())
        {
            line.Append((char)letter);
        }

        return line.ToString();
    }
}
