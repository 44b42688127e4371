using Panoptes.Formats.Json;

namespace Panoptes.Formats.Coco;

/// <summary>The fields of an entry of "images", as they stand.</summary>
internal struct ImageFields
{
    public string? Id;
    public bool IsTextId;
    public string FileName;
    public int Height;
    public int Width;

    public static ImageFields Read(ref JsonWalker json)
    {
        var fields = new ImageFields { FileName = "" };
        json.EnterObject();
        while (json.NextProperty())
        {
            if (json.Name.SequenceEqual("id"u8))
            {
                (fields.IsTextId, fields.Id) = (json.IsString, json.Identifier());
            }
            else if (json.Name.SequenceEqual("file_name"u8))
            {
                fields.FileName = json.Text();
            }
            else if (json.Name.SequenceEqual("height"u8))
            {
                fields.Height = json.Integer(1, int.MaxValue);
            }
            else if (json.Name.SequenceEqual("width"u8))
            {
                fields.Width = json.Integer(1, int.MaxValue);
            }
            else
            {
                json.Skip();
            }
        }

        (fields.Height, fields.Width) = (fields.Width > 0 ? fields.Height : 0, fields.Height > 0 ? fields.Width : 0);
        return fields;
    }
}
