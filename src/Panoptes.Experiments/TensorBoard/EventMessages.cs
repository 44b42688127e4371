using Google.Protobuf;

namespace Panoptes.Experiments.TensorBoard;

/// <summary>
/// Writes TensorBoard's protocol messages (tensorflow/core/util/event.proto, framework/summary.proto, tensor.proto), field by field.
/// </summary>
internal static class EventMessages
{
    private const int WallTimeField = 1;
    private const int StringType = 7;
    private const int RgbChannels = 3;
    private const int SessionStart = 1;

    /// <summary>The first event of a file.</summary>
    public static byte[] FileVersion(double wallTime) => Event(wallTime, 0, output =>
    {
        output.WriteTag(3, WireFormat.WireType.LengthDelimited);
        output.WriteString("brain.Event:2");
    });

    /// <summary>Tells readers to drop what earlier files hold from this step on.</summary>
    public static byte[] SessionStarted(double wallTime, long step) => Event(wallTime, step, output => Message(output, 7, log =>
    {
        log.WriteTag(1, WireFormat.WireType.Varint);
        log.WriteEnum(SessionStart);
    }));

    /// <summary>One point of a curve.</summary>
    public static byte[] Scalar(double wallTime, long step, string tag, float value) => Summary(wallTime, step, tag, output =>
    {
        output.WriteTag(2, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
    });

    /// <summary>A picture, as an encoded JPEG or PNG.</summary>
    public static byte[] Image(double wallTime, long step, string tag, int width, int height, byte[] encoded) =>
        Summary(wallTime, step, tag, output => Message(output, 4, image =>
        {
            Varint(image, 1, height);
            Varint(image, 2, width);
            Varint(image, 3, RgbChannels);
            image.WriteTag(4, WireFormat.WireType.LengthDelimited);
            image.WriteBytes(ByteString.CopyFrom(encoded));
        }));

    /// <summary>A text in Markdown.</summary>
    public static byte[] Text(double wallTime, long step, string tag, string markdown) => Summary(wallTime, step, tag, output =>
    {
        Message(output, 9, metadata => Message(metadata, 1, plugin =>
        {
            plugin.WriteTag(1, WireFormat.WireType.LengthDelimited);
            plugin.WriteString("text");
        }));
        Message(output, 8, tensor =>
        {
            Varint(tensor, 1, StringType);
            Message(tensor, 2, shape => Message(shape, 2, dimension => Varint(dimension, 1, 1)));
            tensor.WriteTag(8, WireFormat.WireType.LengthDelimited);
            tensor.WriteString(markdown);
        });
    });

    private static byte[] Summary(double wallTime, long step, string tag, Action<CodedOutputStream> value) =>
        Event(wallTime, step, output => Message(output, 5, summary => Message(summary, 1, entry =>
        {
            entry.WriteTag(1, WireFormat.WireType.LengthDelimited);
            entry.WriteString(tag);
            value(entry);
        })));

    private static byte[] Event(double wallTime, long step, Action<CodedOutputStream> what) => Bytes(output =>
    {
        output.WriteTag(WallTimeField, WireFormat.WireType.Fixed64);
        output.WriteDouble(wallTime);
        Varint(output, 2, step);
        what(output);
    });

    private static void Varint(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void Message(CodedOutputStream output, int field, Action<CodedOutputStream> content)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Bytes(content)));
    }

    private static byte[] Bytes(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
        {
            write(output);
        }

        return memory.ToArray();
    }
}
