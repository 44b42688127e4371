using Panoptes.Formats.Json;
using Panoptes.Imaging;

namespace Panoptes.Formats.Coco;

/// <summary>The fields of an entry of "categories", as they stand.</summary>
internal struct CategoryFields
{
    public string? Id;
    public bool IsTextId;
    public string? Name;
    public bool? IsThing;
    public string? Supercategory;
    public Rgb? Color;

    public static CategoryFields Read(ref JsonWalker json)
    {
        var fields = new CategoryFields();
        json.EnterObject();
        while (json.NextProperty())
        {
            if (json.Name.SequenceEqual("id"u8))
            {
                (fields.IsTextId, fields.Id) = (json.IsString, json.Identifier());
            }
            else if (json.Name.SequenceEqual("name"u8))
            {
                fields.Name = json.Text();
            }
            else if (json.Name.SequenceEqual("isthing"u8))
            {
                fields.IsThing = json.Flag();
            }
            else if (json.Name.SequenceEqual("supercategory"u8) && json.IsString)
            {
                fields.Supercategory = json.Text();
            }
            else if ((json.Name.SequenceEqual("color"u8) || json.Name.SequenceEqual("colour"u8)) && json.IsArray)
            {
                fields.Color = ReadColor(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return fields;
    }

    private static Rgb ReadColor(ref JsonWalker json)
    {
        Span<byte> parts = stackalloc byte[3];
        var n = 0;
        json.EnterArray();
        while (json.NextElement())
        {
            var part = (byte)json.Integer(0, 255);
            if (n < 3)
            {
                parts[n] = part;
            }

            n++;
        }

        return n is 3 or 4 ? new Rgb(parts[0], parts[1], parts[2]) : throw json.Bad($"{n} numbers", "[R, G, B]");
    }
}
