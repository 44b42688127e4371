using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Panoptes.Experiments.TensorBoard;
using Panoptes.Foundation;
using Panoptes.Studies.Imports;
using Panoptes.Studies.Imports.TensorBoard;
using Panoptes.Tests;

namespace Panoptes.Studies.Tests.Imports;

public sealed class TensorBoardImporterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> warnings = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_scalar_that_our_writer_writes_reads_back() => Prop.ForAll<(byte, float, uint)[]>(points =>
    {
        using var place = new TemporaryFolder();
        string path;
        using (var writer = new TensorBoardWriter(place.Path, TimeProvider.System))
        {
            path = writer.FilePath;
            foreach (var (tag, value, step) in points)
            {
                writer.Scalar($"tag/ü{tag}", value, step);
                writer.Text("note", "text", step);
            }
        }

        var read = TensorBoardFile.Read(path, path, message => throw new InvalidOperationException(message))
            .SelectMany(entry => entry.Values.Select(value => (value.Tag, (float)value.Value, entry.Step)));
        return read.SequenceEqual(points.Select(point => ($"tag/ü{point.Item1}", point.Item2, (long)point.Item3)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void However_a_file_is_cut_its_whole_events_are_read_and_nothing_is_thrown()
    {
        var path = Write(folder["whole"], (10, 0.5), (20, 0.6));
        var bytes = File.ReadAllBytes(path);
        var before = -1;
        for (var length = 1; length <= bytes.Length; length++)
        {
            folder.Write("cut/events.out.tfevents.1", bytes[..length]);
            var count = TensorBoardFile.Read(folder["cut/events.out.tfevents.1"], "cut", _ => { }).Sum(entry => entry.Values.Count);
            Assert.True(count >= before);
            before = count;
        }

        Assert.Equal(2, before);
    }

    [Fact]
    public void A_damaged_event_is_left_out_and_said()
    {
        var path = Write(folder.Path, (10, 0.5), (20, 0.6));
        var bytes = File.ReadAllBytes(path);
        bytes[^6] ^= 1;
        File.WriteAllBytes(path, bytes);

        var run = Only();

        Assert.Equal([10L], run.Curve.Select(point => point.Step));
        Assert.Contains("damaged (a checksum does not fit)", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_other_bytes_is_refused_by_name()
    {
        folder.Write("events.out.tfevents.1", [.. Enumerable.Repeat((byte)7, 100)]);

        var fault = Assert.Throws<InputException>(() => new TensorBoardImporter().Read(folder.Path, warnings.Add));

        Assert.EndsWith("events.out.tfevents.1", fault.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resumed_attempt_supersedes_what_the_first_logged_beyond_its_step()
    {
        using (var first = new TensorBoardWriter(folder.Path, new FixedTime(1_000_000)))
        {
            first.Scalar("val/mIoU", 50, 1000);
            first.Scalar("val/mIoU", 55, 2000);
            first.Scalar("val/mIoU", 99, 3000);
        }

        using (var second = new TensorBoardWriter(folder.Path, new FixedTime(2_000_000), resumedStep: 2000))
        {
            second.Scalar("val/mIoU", 60, 3000);
        }

        var run = Only();

        Assert.Equal([0.5, 0.55, 0.6], run.Curve.Select(point => Math.Round(point.Value("mean_iou")!.Value, 9)));
        Assert.Contains("2 files: 1 points that a later one logged again were left out", run.Notes);
    }

    [Fact]
    public void Tags_of_training_are_no_results_and_the_validation_comes_before_others()
    {
        using (var writer = new TensorBoardWriter(folder.Path, TimeProvider.System))
        {
            writer.Scalar("train/mIoU", 0.99, 10);
            writer.Scalar("mIoU", 0.7, 10);
            writer.Scalar("val/mean_iou", 0.6, 10);
            writer.Scalar("PQ", 0.4, 10);
            writer.Scalar("train/lr", 0.01, 10);
            writer.Scalar("train/loss", double.NaN, 10);
        }

        var run = Only();

        Assert.Equal(0.6, run.Final!.Value("mean_iou")!.Value, 6);
        Assert.Equal(0.4, run.Final.Value("pq")!.Value, 6);
        Assert.Equal(0.01, run.LastLearningRate!.Value, 6);
        Assert.Contains("mIoU was logged more than once: taken from val/mean_iou, not from mIoU", run.Notes);
    }

    [Fact]
    public void Folders_of_train_and_validation_are_one_run()
    {
        Write(folder["logs/run1/validation"], (10, 0.5));
        using (var writer = new TensorBoardWriter(folder["logs/run1/train"], TimeProvider.System))
        {
            writer.Scalar("epoch_loss", 1.5, 10);
        }

        var run = Only();

        Assert.Equal(("run1", 0.5), (run.Name, run.Final!.Value("mean_iou")));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void Scalars_in_tensors_are_read_as_values_and_as_content(int type, bool asContent)
    {
        byte[] number = new byte[type == 1 ? 4 : 8];
        if (type == 1)
        {
            BinaryPrimitives.WriteSingleLittleEndian(number, 0.75f);
        }
        else
        {
            BinaryPrimitives.WriteDoubleLittleEndian(number, 0.75);
        }

        var tensor = Message(output =>
        {
            output.WriteTag(1, WireFormat.WireType.Varint);
            output.WriteEnum(type);
            output.WriteTag(asContent ? 4 : type == 1 ? 5 : 6, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(number));
        });
        var value = Message(output =>
        {
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteString("val/mIoU");
            output.WriteTag(8, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(tensor));
        });
        var bytes = Message(output =>
        {
            output.WriteTag(2, WireFormat.WireType.Varint);
            output.WriteInt64(7);
            output.WriteTag(5, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(Message(summary =>
            {
                summary.WriteTag(1, WireFormat.WireType.LengthDelimited);
                summary.WriteBytes(ByteString.CopyFrom(value));
            })));
        });

        var read = ScalarEvent.Parse(bytes);

        Assert.Equal(("val/mIoU", 0.75), Assert.Single(read!.Values));
        Assert.Equal(7, read.Step);
    }

    [Fact]
    public void Any_bytes_are_an_event_or_none_and_never_an_exception() =>
        Prop.ForAll<byte[]>(bytes => ScalarEvent.Parse(bytes ?? []) is not null || true).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
        {
            write(output);
        }

        return memory.ToArray();
    }

    private static string Write(string folder, params ReadOnlySpan<(long Step, double Value)> points)
    {
        using var writer = new TensorBoardWriter(folder, TimeProvider.System);
        foreach (var (step, value) in points)
        {
            writer.Scalar("val/mIoU", value, step);
        }

        return writer.FilePath;
    }

    private ImportedRun Only() => Assert.Single(new TensorBoardImporter().Read(folder.Path, warnings.Add));

    private sealed class FixedTime(long seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
