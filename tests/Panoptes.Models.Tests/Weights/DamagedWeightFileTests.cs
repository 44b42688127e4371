using System.Runtime.InteropServices;
using Panoptes.Foundation;
using Panoptes.Models.Weights;
using Panoptes.Models.Weights.Safetensors;
using Panoptes.Tensors;
using Panoptes.Tests;

namespace Panoptes.Models.Tests.Weights;

/// <summary>Whatever happens to a file, it opens and reads, or is refused by an <see cref="InputException"/>; nothing else.</summary>
public sealed class DamagedWeightFileTests
{
    private static readonly byte[] Four = MemoryMarshal.AsBytes<float>([1, 2, 3, 4]).ToArray();

    public static TheoryData<string> SmallFiles => ["zip", "packed zip", "legacy", "numpy", "safetensors"];

    [Theory]
    [MemberData(nameof(SmallFiles))]
    public void A_small_file_survives_thousands_of_mutations(string kind) => Mutate(Small(kind), 1500, wholeFile: true);

    [Theory]
    [MemberData(nameof(SmallFiles))]
    public void A_small_file_cut_at_any_byte_is_refused(string kind)
    {
        var content = Small(kind);
        using var folder = new TemporaryFolder();
        for (var length = 0; length < content.Length; length++)
        {
            var path = folder.Write("weights.pth", content[..length]);
            Assert.Throws<InputException>(() => ReadAll(path));
        }
    }

    [NeedsSharedTheory("weights")]
    [InlineData("espnetv2_s_1.0_city_1024x512.pth")]
    [InlineData("mobilenet_v2_imagenet_dequantized.safetensors")]
    public void A_real_file_survives_mutations_of_its_header(string name) =>
        Mutate(File.ReadAllBytes(SharedFiles.Path($"weights/{name}")!)[..800_000], 60, wholeFile: false);

    private static byte[] Small(string kind)
    {
        switch (kind)
        {
            case "zip":
                return PickleWriter.StateDict().Zip(storages: ("0", Four));
            case "packed zip":
                return PickleWriter.StateDict().Zip(System.IO.Compression.CompressionLevel.Optimal, ("0", Four));
            case "legacy":
                return PickleWriter.StateDict().Legacy(("0", Four));
            case "numpy":
                return new PickleWriter().Op('}').Text("model").Op('}').Text("w").NumpyArray([2, 2], Four).Op('s').Text("v")
                    .NumpyArray([4], Four, asText: true).Op('s').Op('s').Stop();
            default:
                using (var folder = new TemporaryFolder())
                using (var scope = TensorScope.Open())
                {
                    SafetensorsWriter.Write(
                        folder["a"], [("a", Tensor.Ones([2, 3])), ("b", Tensor.Zeros([], DType.Int64))],
                        new Dictionary<string, string> { ["by"] = "a test" });
                    return File.ReadAllBytes(folder["a"]);
                }
        }
    }

    private static void Mutate(byte[] content, int rounds, bool wholeFile)
    {
        using var folder = new TemporaryFolder();
        var head = wholeFile ? content.Length : Math.Min(content.Length, 120_000);
        for (var round = 0; round < rounds; round++)
        {
            var random = new SeededRandom(20, round);
            var bytes = (byte[])content.Clone();
            for (var change = random.NextInt(1, 6); change > 0; change--)
            {
                var at = random.NextInt(0, head);
                switch (random.NextInt(0, 4))
                {
                    case 0:
                        bytes[at] ^= (byte)(1 << random.NextInt(0, 8));
                        break;
                    case 1:
                        bytes[at] = (byte)random.NextInt(0, 256);
                        break;
                    case 2:
                        bytes.AsSpan(random.NextInt(0, head), Math.Min(8, content.Length - head + 1))
                            .CopyTo(bytes.AsSpan(at, Math.Min(8, bytes.Length - at)));
                        break;
                    default:
                        bytes[at] = (byte)(random.NextBool() ? 0xFF : 0);
                        break;
                }
            }

            if (random.NextBool(0.1))
            {
                bytes = bytes[..random.NextInt(0, bytes.Length)];
            }

            var path = folder.Write("weights.pth", bytes);
            try
            {
                ReadAll(path);
            }
            catch (InputException refusal)
            {
                Assert.DoesNotContain('\n', refusal.Message);
            }
            catch (Exception other)
            {
                Assert.Fail($"round {round}: {other}");
            }
        }
    }

    private static void ReadAll(string path)
    {
        using var file = WeightFile.Open(path);
        foreach (var entry in file.Entries)
        {
            file.ReadBytes(entry);
        }
    }
}
