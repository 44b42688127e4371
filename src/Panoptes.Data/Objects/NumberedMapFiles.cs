using Panoptes.Data.Configuration;
using Panoptes.Formats.Labels;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Data.Objects;

/// <summary>Reads classes and objects' numbers from the forms that data sets store them in.</summary>
internal static class NumberedMapFiles
{
    private const int FirstBddThing = 31;

    /// <summary>One value a pixel that holds both.</summary>
    public static NumberedMap Read(string file, ObjectNumbers numbers) => Split(LabelFile.ReadIds(file), numbers switch
    {
        ObjectNumbers.Plain => value => (Math.Min(value, 1), value),
        ObjectNumbers.Vistas => value => (InstanceEncoding.Vistas.LabelOf(value), value % 256),
        // Objects count from 0 there: car 26000 is an object, 26 alone is not.
        _ => value => (InstanceEncoding.Cityscapes.LabelOf(value), value < 1000 ? 0 : 1 + (value % 1000)),
    });

    /// <summary>BDD100K's bitmasks: R is the class, B and A are the object's number (256 * B + A) of classes from 31 on.</summary>
    public static NumberedMap ReadBdd(string file) => Split(
        PngFile.ReadBytes4(file), value => (value & 0xFF) is var category && category < FirstBddThing
            ? (category, 0)
            : (category, (((value >> 16) & 0xFF) << 8) | ((value >> 24) & 0xFF)));

    /// <summary>A map of classes and one of objects' numbers.</summary>
    /// <exception cref="InputException">The sizes differ.</exception>
    public static NumberedMap ReadPair(string classes, string numbers)
    {
        var (raw, objects) = (LabelFile.ReadIds(classes), LabelFile.ReadIds(numbers));
        return raw.Width == objects.Width && raw.Height == objects.Height
            ? new NumberedMap(raw, objects)
            : throw new InputException(
                numbers, $"{objects.Width}x{objects.Height}", $"{raw.Width}x{raw.Height}, as {classes} has", "export both at one size");
    }

    private static NumberedMap Split(Plane<int> values, Func<int, (int Class, int Number)> split)
    {
        var (classes, numbers) = (new Plane<int>(values.Width, values.Height), new Plane<int>(values.Width, values.Height));
        for (var i = 0; i < values.Pixels.Length;)
        {
            var (start, value) = (i, values.Pixels[i]);
            while (i < values.Pixels.Length && values.Pixels[i] == value)
            {
                i++;
            }

            var (raw, number) = split(value);
            classes.Pixels.AsSpan(start, i - start).Fill(raw);
            numbers.Pixels.AsSpan(start, i - start).Fill(number);
        }

        return new NumberedMap(classes, numbers);
    }
}
