using Google.Protobuf;
using Panoptes.Foundation;

namespace Panoptes.Export.Onnx;

/// <summary>
/// Writes a model as ONNX's protocol buffers, operator set 17, IR version 8. Tensors above 1 KiB go to a second file beside it,
/// <c>NAME.data</c>, each on a page of its own, so that a runtime can map them.
/// </summary>
internal static class OnnxWriter
{
    public const long OperatorSet = 17;
    private const long IrVersion = 8;
    private const int LargestInside = 1024;
    private const int Page = 4096;

    /// <summary>The file beside a model that carries its large tensors.</summary>
    public static string DataFile(string path) => path + ".data";

    /// <summary>Writes both files, each whole or not at all, the data first.</summary>
    /// <returns>Bytes of both.</returns>
    public static long Write(string path, OnnxModel model)
    {
        var places = new Dictionary<string, (long Offset, long Length)>();
        var end = 0L;
        foreach (var tensor in model.Graph.Tensors.Where(tensor => tensor.Elements.Length > LargestInside))
        {
            var offset = (end + Page - 1) / Page * Page;
            places.Add(tensor.Name, (offset, tensor.Elements.Length));
            end = offset + tensor.Elements.Length;
        }

        var data = DataFile(path);
        if (places.Count > 0)
        {
            AtomicFile.Write(data, stream => WriteData(stream, model.Graph, places));
        }

        var bytes = Model(model, Path.GetFileName(data), places);
        AtomicFile.Write(path, bytes);
        return end + bytes.Length;
    }

    private static void WriteData(Stream stream, OnnxGraph graph, Dictionary<string, (long Offset, long Length)> places)
    {
        var at = 0L;
        foreach (var tensor in graph.Tensors)
        {
            if (places.TryGetValue(tensor.Name, out var place))
            {
                stream.Write(new byte[place.Offset - at]);
                stream.Write(tensor.Elements.Span);
                at = place.Offset + place.Length;
            }
        }
    }

    private static byte[] Model(OnnxModel model, string data, Dictionary<string, (long Offset, long Length)> places) => Message(to =>
    {
        to.Integer(1, IrVersion);
        to.Text(2, "Panoptes");
        to.Text(3, typeof(OnnxWriter).Assembly.GetName().Version!.ToString(3));
        to.Nested(7, Graph(model.Graph, data, places));
        to.Nested(8, Message(set => set.Integer(2, OperatorSet)));
        foreach (var (key, value) in model.Metadata)
        {
            to.Nested(14, Entry(key, value));
        }
    });

    private static byte[] Graph(OnnxGraph graph, string data, Dictionary<string, (long Offset, long Length)> places) => Message(to =>
    {
        for (var k = 0; k < graph.Nodes.Count; k++)
        {
            to.Nested(1, Node(graph.Nodes[k], $"{graph.Nodes[k].Operator}_{k}"));
        }

        to.Text(2, graph.Name);
        foreach (var tensor in graph.Tensors)
        {
            to.Nested(5, Tensor(tensor, data, places.TryGetValue(tensor.Name, out var place) ? place : null));
        }

        foreach (var (field, values) in new[] { (11, graph.Inputs), (12, graph.Outputs) })
        {
            foreach (var value in values)
            {
                to.Nested(field, Value(value));
            }
        }
    });

    private static byte[] Node(OnnxNode node, string name) => Message(to =>
    {
        foreach (var input in node.Inputs)
        {
            to.Text(1, input);
        }

        foreach (var output in node.Outputs)
        {
            to.Text(2, output);
        }

        to.Text(3, name);
        to.Text(4, node.Operator);
        foreach (var (key, value) in node.Attributes)
        {
            to.Nested(5, Attribute(key, value));
        }
    });

    private static byte[] Attribute(string name, object value) => Message(to =>
    {
        to.Text(1, name);
        switch (value)
        {
            case float number:
                to.Number(2, number);
                to.Integer(20, 1);
                break;
            case long integer:
                to.Integer(3, integer);
                to.Integer(20, 2);
                break;
            case string text:
                to.Text(4, text);
                to.Integer(20, 3);
                break;
            case float[] numbers:
                foreach (var each in numbers)
                {
                    to.Number(7, each);
                }

                to.Integer(20, 6);
                break;
            case long[] integers:
                foreach (var each in integers)
                {
                    to.Integer(8, each);
                }

                to.Integer(20, 7);
                break;
            default:
                throw new ArgumentException($"the attribute {name} is a {value.GetType().Name}", nameof(value));
        }
    });

    private static byte[] Tensor(OnnxTensor tensor, string data, (long Offset, long Length)? place) => Message(to =>
    {
        foreach (var size in tensor.Shape)
        {
            to.Integer(1, size);
        }

        to.Integer(2, (long)tensor.Element);
        to.Text(8, tensor.Name);
        if (place is not { } outside)
        {
            to.Bytes(9, tensor.Elements.Span);
            return;
        }

        to.Nested(13, Entry("location", data));
        to.Nested(13, Entry("offset", $"{outside.Offset}"));
        to.Nested(13, Entry("length", $"{outside.Length}"));
        to.Integer(14, 1);
    });

    private static byte[] Value(OnnxValue value) => Message(to =>
    {
        to.Text(1, value.Name);
        to.Nested(2, Message(type => type.Nested(1, Message(tensor =>
        {
            tensor.Integer(1, (long)value.Element);
            tensor.Nested(2, Message(shape =>
            {
                foreach (var size in value.Shape)
                {
                    shape.Nested(1, Message(dim =>
                    {
                        if (size.Name is { } name)
                        {
                            dim.Text(2, name);
                        }
                        else
                        {
                            dim.Integer(1, size.Value);
                        }
                    }));
                }
            }));
        }))));
    });

    private static byte[] Entry(string key, string value) => Message(to =>
    {
        to.Text(1, key);
        to.Text(2, value);
    });

    private static byte[] Message(Action<MessageFields> fill)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            fill(new MessageFields(output));
        }

        return stream.ToArray();
    }
}
