using System.Buffers.Binary;
using Panoptes.Experiments.TensorBoard;
using Panoptes.Foundation;
using Panoptes.Studies.Imports.Sources;

namespace Panoptes.Studies.Imports.TensorBoard;

/// <summary>
/// Reads an event file: TFRecord frames of a length, the masked CRC-32C of it, the data and its masked CRC-32C (tensorflow,
/// core/lib/io/record_writer). A torn end, as of a file that is being written, ends the reading with a warning.
/// </summary>
internal static class TensorBoardFile
{
    private const int LargestEvent = 16 << 20;

    /// <summary>The events with scalars, in order.</summary>
    /// <exception cref="InputException">It does not begin as an event file.</exception>
    public static IEnumerable<ScalarEvent> Read(string path, string shown, Action<string> warn)
    {
        using var stream = SourceFile.Open(path, shown);
        var header = new byte[12];
        var payload = Array.Empty<byte>();
        var frames = 0L;
        while (true)
        {
            var at = stream.Position;
            var got = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (got == 0)
            {
                break;
            }

            var length = BinaryPrimitives.ReadUInt64LittleEndian(header);
            if (got == header.Length && BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8)) != Crc32C.Masked(header.AsSpan(0, 8)))
            {
                if (frames == 0)
                {
                    throw new InputException(shown, "no TensorBoard events", "a file that TensorBoard's writers made", "check the file");
                }

                warn($"{shown}: left out from byte {at} on, damaged (a checksum does not fit)");
                break;
            }

            var left = (ulong)Math.Max(0, stream.Length - stream.Position);
            if (got < header.Length || left < length || left - length < 4)
            {
                warn($"{shown}: left out from byte {at} on, a torn end of {stream.Length - at} bytes");
                break;
            }

            frames++;
            if (length > LargestEvent)
            {
                stream.Seek((long)length + 4, SeekOrigin.Current); // A large picture: no scalar.
                continue;
            }

            if (payload.Length < (int)length + 4)
            {
                payload = new byte[(int)length + 4];
            }

            // The file may shrink meanwhile.
            if (stream.ReadAtLeast(payload.AsSpan(0, (int)length + 4), (int)length + 4, throwOnEndOfStream: false) < (int)length + 4)
            {
                warn($"{shown}: left out from byte {at} on, a torn end");
                break;
            }

            var data = payload.AsMemory(0, (int)length);
            if (BinaryPrimitives.ReadUInt32LittleEndian(payload.AsSpan((int)length)) != Crc32C.Masked(data.Span))
            {
                warn($"{shown}: left out the event at byte {at}, damaged (a checksum does not fit)");
            }
            else if (ScalarEvent.Parse(data.ToArray()) is { } found)
            {
                yield return found;
            }
            else
            {
                warn($"{shown}: left out the event at byte {at}, no event that can be read");
            }
        }
    }
}
