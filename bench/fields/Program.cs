using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Panoptes.Formats.Files;
using Panoptes.Foundation;
using Panoptes.Imaging;
using Panoptes.Imaging.Codecs;
using Panoptes.PseudoLabels.Fields;
using Panoptes.PseudoLabels.Maps;

// Times the dense random field on one scene of 1024x2048 and 27 classes, beside a plain C++ program (plain.cpp) that does the same.
//   FieldsBench make FOLDER PHOTOGRAPHS [HEIGHT WIDTH CLASSES]   tiles photographs and draws probabilities from colors and places
//   FieldsBench run FOLDER [THREADS]                             prints seconds; writes ours.u8, the most probable classes
//   FieldsBench compare FOLDER                                   the share of pixels in which ours.u8 and plain.u8 agree
// Build the other with: g++ -O3 -march=native -ffast-math -o plain bench/fields/plain.cpp; then: plain FOLDER
return args switch
{
    ["make", var folder, var photographs, .. var sizes] => Make(folder, photographs, sizes),
    ["run", var folder, .. var threads] => Run(folder, threads.Length > 0 ? Number(threads[0]) : 1),
    ["compare", var folder] => Compare(folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("FieldsBench make FOLDER PHOTOGRAPHS [HEIGHT WIDTH CLASSES] | run FOLDER [THREADS] | compare FOLDER");
    return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Make(string folder, string photographs, string[] sizes)
{
    var (height, width, classes) = sizes is [var tall, var wide, var many] ? (Number(tall), Number(wide), Number(many)) : (1024, 2048, 27);
    Directory.CreateDirectory(folder);
    var image = new RgbImage(width, height);
    var (files, left, top, next) = (ListedFiles.Images(photographs), 0, 0, 0);
    while (top < height)
    {
        var tile = ImageFile.ReadRgb(files[next++ % files.Count]);
        var columns = Math.Min(tile.Width, width - left);
        for (var y = 0; y < Math.Min(tile.Height, height - top); y++)
        {
            tile.Row(y)[..(3 * columns)].CopyTo(image.Row(top + y).Slice(3 * left, 3 * columns));
        }

        (left, top) = left + tile.Width < width ? (left + tile.Width, top) : (0, top + tile.Height);
    }

    var random = new SeededRandom(11);
    var centers = Enumerable.Range(0, 5 * classes).Select(i => random.NextDouble() * (i % 5 == 0 ? width : i % 5 == 1 ? height : 255))
        .ToArray();
    var planes = new float[(long)classes * width * height];
    for (var i = 0; i < width * height; i++)
    {
        var sum = 0.0;
        for (var k = 0; k < classes; k++)
        {
            var (x, y) = (((i % width) - centers[5 * k]) / 400, ((i / width) - centers[(5 * k) + 1]) / 400);
            var distance = (x * x) + (y * y);
            for (var c = 0; c < 3; c++)
            {
                distance += Math.Pow((image.Pixels[(3 * i) + c] - centers[(5 * k) + 2 + c]) / 60, 2);
            }

            var p = Math.Exp(-0.5 * distance) + (0.3 * random.NextDouble() * random.NextDouble()) + 1e-4;
            planes[((long)k * width * height) + i] = (float)p;
            sum += p;
        }

        for (var k = 0; k < classes; k++)
        {
            planes[((long)k * width * height) + i] /= (float)sum;
        }
    }

    File.WriteAllBytes(Path.Combine(folder, "image.rgb"), image.Pixels);
    File.WriteAllText(Path.Combine(folder, "size.txt"), $"{height} {width} {classes}\n");
    using var stream = File.Create(Path.Combine(folder, "probabilities.f32"));
    stream.Write(MemoryMarshal.AsBytes(planes.AsSpan()));
    return 0;
}

static int Run(string folder, int threads)
{
    var size = File.ReadAllText(Path.Combine(folder, "size.txt")).Split(' ').Select(Number).ToArray();
    var (height, width, classes) = (size[0], size[1], size[2]);
    var image = new RgbImage(width, height, File.ReadAllBytes(Path.Combine(folder, "image.rgb")));
    var planes = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "probabilities.f32")));
    var map = new ChannelMap(width, height, classes);
    for (var i = 0; i < map.Pixels; i++)
    {
        for (var c = 0; c < classes; c++)
        {
            map.Of(i)[c] = planes[(c * map.Pixels) + i];
        }
    }

    for (var round = 0; round < 3; round++)
    {
        using var process = Process.GetCurrentProcess();
        var (watch, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        var refined = DenseField.Refine(image, map, DenseFieldConfig.Semantic, threads);
        watch.Stop();
        process.Refresh();
        Console.WriteLine($"{width}x{height}, {classes} classes, {threads} threads: {watch.Elapsed.TotalSeconds:F2} s, "
            + $"{(process.TotalProcessorTime - before).TotalSeconds:F2} s of processor time, peak {process.PeakWorkingSet64 >> 20} MiB");
        File.WriteAllBytes(Path.Combine(folder, "ours.u8"), [.. Enumerable.Range(0, refined.Pixels).Select(i => Best(refined.Of(i)))]);
    }

    return 0;
}

static byte Best(Span<float> row)
{
    var best = 0;
    for (var c = 1; c < row.Length; c++)
    {
        best = row[c] > row[best] ? c : best;
    }

    return (byte)best;
}

static int Compare(string folder)
{
    var (ours, plain) = (File.ReadAllBytes(Path.Combine(folder, "ours.u8")), File.ReadAllBytes(Path.Combine(folder, "plain.u8")));
    Console.WriteLine($"{100.0 * ours.Zip(plain).Count(pair => pair.First == pair.Second) / ours.Length:F3} % of pixels agree");
    return 0;
}
