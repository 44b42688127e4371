using System.Runtime.InteropServices;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.Imaging.Codecs.Jpeg;
using Panoptes.Imaging.Codecs.Png;
using Panoptes.Imaging.Drawing;
using Panoptes.Imaging.Geometries;
using Panoptes.Imaging.Photometrics;
using Panoptes.Imaging.Resampling;

// Times decoding and sampling on one core, in processor time of the thread, so that neighbors do not count.
//   ImagingBench make FOLDER PHOTOGRAPHS   tiles photographs to a 1024x2048 scene and draws labels over it
//   ImagingBench run FOLDER                prints medians; peer.py FOLDER prints the same for OpenCV
if (args is ["make", var target, var photographs])
{
    Make(target, photographs);
    return 0;
}

if (args is not ["run", var folder])
{
    Console.Error.WriteLine("ImagingBench make FOLDER PHOTOGRAPHS | run FOLDER");
    return 2;
}

const int CropWidth = 1024;
const int CropHeight = 512;
var (imagePath, labelPath, jpegPath) = (
    Path.Combine(folder, "image.png"), Path.Combine(folder, "labels.png"), Path.Combine(folder, "image.jpg"));
var image = ImageFile.ReadRgb(imagePath);
var labels = PngFile.ReadLabels<byte>(labelPath);
var planar = new float[3 * CropWidth * CropHeight];
var ids = new long[CropWidth * CropHeight];
Time("decode RGB PNG", () => ImageFile.ReadRgb(imagePath));
Time("decode RGB PNG, buffer reused", () => ImageFile.ReadRgb(imagePath, reuse: image));
Time("decode label PNG, buffer reused", () => PngFile.ReadLabels(labelPath, reuse: labels));
Time("decode JPEG", () => ImageFile.ReadRgb(jpegPath, reuse: image));
image = ImageFile.ReadRgb(imagePath);
foreach (var factor in new[] { 0.5, 0.75, 1, 1.5, 2 })
{
    var geometry = Draw(new SeededRandom(0), factor);
    Time($"x{factor}: resize, crop, flip, normalize", () => Resampler.ColorToPlanarFloat(image, geometry, Normalization.ImageNet, planar));
}

var all = new PhotometricPlan { Brightness = 10, Contrast = 1.2, Saturation = 1.3, Hue = 5 };
Time("x1: the same with every photometric step", () => Resampler.ColorToPlanarFloat(
    image, Draw(new SeededRandom(0), 1), Normalization.ImageNet, planar, all));
Time("x1: labels to 64 bits", () => Resampler.Ids(labels, Draw(new SeededRandom(0), 1), 255L, ids.AsSpan()));
var step = 0;
Time("training sample from files", () =>
{
    var random = new SeededRandom(1, step++);
    var geometry = Draw(random, random.NextDouble(0.5, 2));
    labels = PngFile.ReadLabels(labelPath, reuse: labels);
    Resampler.Ids(labels, geometry, 255L, ids.AsSpan());
    (image, var reduced) = ImageFile.ReadFor(imagePath, geometry, reuse: image);
    Resampler.ColorToPlanarFloat(image, reduced, Normalization.ImageNet, planar, new PhotometricDistortion().Draw(new SeededDraws(random)));
}, 60);
return 0;

static Geometry Draw(SeededRandom random, double factor)
{
    var (width, height) = ((int)(2048 * factor), (int)(1024 * factor));
    var (cropWidth, cropHeight) = (Math.Min(width, CropWidth), Math.Min(height, CropHeight));
    var crop = Geometry.Identity(2048, 1024).Resize(width, height).Crop(
        random.NextInt(0, width - cropWidth + 1), random.NextInt(0, height - cropHeight + 1), cropWidth, cropHeight);
    return (random.NextBool() ? crop.FlipHorizontal() : crop).PadTo(CropWidth, CropHeight);
}

static void Time(string what, Action action, int repeats = 21)
{
    for (var i = 0; i < 40; i++)
    {
        action();
    }

    var times = new double[repeats];
    for (var i = 0; i < repeats; i++)
    {
        var start = ThreadClock.Milliseconds();
        action();
        times[i] = ThreadClock.Milliseconds() - start;
    }

    Array.Sort(times);
    Console.WriteLine($"{what,-45} {times[repeats / 2],8:F2} ms");
}

static void Make(string folder, string photographs)
{
    var scene = new RgbImage(2048, 1024);
    var files = Directory.EnumerateFiles(photographs, "*.jpg").Order().ToList();
    for (var tile = 0; tile < 15; tile++)
    {
        var photograph = ImageFile.ReadRgb(files[tile % files.Count]);
        var fitted = Geometry.Identity(photograph.Width, photograph.Height).Resize(410, 342);
        Shapes.Paste(scene, tile % 5 * 410, tile / 5 * 342, Resampler.Color(photograph, fitted));
    }

    // A label a blob of alike colors, with the ragged borders that real ones have.
    var labels = new Plane<byte>(2048, 1024);
    var small = DisplaySize.Fit(scene, 128, 64);
    for (var i = 0; i < labels.Pixels.Length; i++)
    {
        var pixel = small.Row(i / 2048 / 16).Slice(i % 2048 / 16 * 3, 3);
        labels.Pixels[i] = (byte)((pixel[0] / 64 * 4) + (pixel[1] / 64) + (((i % 2048) + (i / 2048)) % 97 == 0 ? 1 : 0));
    }

    PngFile.WriteRgb(Path.Combine(folder, "image.png"), scene);
    PngFile.WriteGray(Path.Combine(folder, "labels.png"), labels);
    JpegFile.Write(Path.Combine(folder, "image.jpg"), scene);
}

/// <summary>Processor time of the calling thread.</summary>
internal static unsafe partial class ThreadClock
{
    public static double Milliseconds()
    {
        var time = stackalloc long[2];
        _ = GetTime(3, time); // CLOCK_THREAD_CPUTIME_ID
        return (time[0] * 1e3) + (time[1] * 1e-6);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, long* time);
}
