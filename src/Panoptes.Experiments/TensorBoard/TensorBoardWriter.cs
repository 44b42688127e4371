using System.Buffers.Binary;

namespace Panoptes.Experiments.TensorBoard;

/// <summary>
/// Writes a TensorBoard event file: TFRecord frames (length, masked CRC-32C of the length, data, masked CRC-32C of the
/// data) of Event messages. Each attempt of a run writes a file of its own; a session-start event makes readers drop
/// what earlier files hold beyond the resumed step.
/// </summary>
public sealed class TensorBoardWriter : IDisposable
{
    private readonly FileStream stream;
    private readonly TimeProvider time;

    /// <summary>Starts a new event file.</summary>
    /// <param name="folder">The log folder that TensorBoard is pointed at; made where missing.</param>
    /// <param name="time">The clock.</param>
    /// <param name="resumedStep">Steps already done; points after it in earlier files are dropped by readers.</param>
    public TensorBoardWriter(string folder, TimeProvider time, long resumedStep = 0)
    {
        this.time = time;
        Directory.CreateDirectory(folder);
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        FilePath = Path.Combine(
            folder,
            $"events.out.tfevents.{seconds:D10}.{Environment.MachineName}.{Environment.ProcessId}.{Directory.GetFiles(folder).Length}");
        stream = new FileStream(FilePath, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
        Append(EventMessages.FileVersion(Now));
        if (resumedStep > 0)
        {
            Append(EventMessages.SessionStarted(Now, resumedStep + 1));
        }

        Flush();
    }

    /// <summary>The file written.</summary>
    public string FilePath { get; }

    private double Now => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Adds a point to a curve.</summary>
    /// <param name="tag">Curve name; parts before a slash group curves.</param>
    /// <param name="value">The value; NaN is shown as a gap.</param>
    /// <param name="step">Steps done.</param>
    public void Scalar(string tag, double value, long step) => Append(EventMessages.Scalar(Now, step, tag, (float)value));

    /// <summary>Adds a picture.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="encoded">JPEG or PNG bytes.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="step">Steps done.</param>
    public void Image(string tag, byte[] encoded, int width, int height, long step) =>
        Append(EventMessages.Image(Now, step, tag, width, height, encoded));

    /// <summary>Adds a text, shown as Markdown.</summary>
    public void Text(string tag, string markdown, long step) => Append(EventMessages.Text(Now, step, tag, markdown));

    /// <summary>Hands what was written to the operating system, so that a reader sees it.</summary>
    public void Flush() => stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private void Append(byte[] message)
    {
        Span<byte> header = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Crc32C.Masked(header[..8]));
        Span<byte> footer = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, Crc32C.Masked(message));
        stream.Write(header);
        stream.Write(message);
        stream.Write(footer);
    }
}
