using System.IO.Compression;
using Panoptes.Foundation;
using Panoptes.Imaging.Codecs.Png;

namespace Panoptes.Imaging.Tests.Codecs;

public sealed class PngInflateTests
{
    private static IEnumerable<PngEngine> Engines =>
        new[] { PngEngine.Isal, PngEngine.Libdeflate }.Where(engine => PngInflate.Choose(engine, 1, 1) == engine);

    [Fact]
    public void Streams_of_every_kind_are_inflated_whole_and_in_part()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new SeededRandom(seed);
            var bytes = Content(random, random.NextInt(1, seed % 10 == 0 ? 200_000 : 3000));
            var stream = Stream(random, bytes);
            byte[] followed = [.. stream, 1, 2, 3];
            foreach (var engine in Engines)
            {
                var output = new byte[bytes.Length];
                Assert.True(PngInflate.TryRun(engine, stream, output, isWhole: true), $"{engine}, seed {seed}");
                Assert.True(bytes.AsSpan().SequenceEqual(output), $"{engine}, seed {seed}");
                Assert.True(PngInflate.TryRun(engine, followed, output, isWhole: true), $"{engine}, seed {seed}: bytes behind the end");

                // A stream that has another length, or no check sum.
                Assert.False(PngInflate.TryRun(engine, stream, new byte[bytes.Length + 1], isWhole: true));
                Assert.False(PngInflate.TryRun(engine, stream, new byte[bytes.Length + 1], isWhole: false));
                Assert.False(PngInflate.TryRun(engine, stream, output, isWhole: false));
                Assert.False(PngInflate.TryRun(engine, stream.AsSpan(0, stream.Length - random.NextInt(1, 5)), output, isWhole: true));
                if (bytes.Length == 1)
                {
                    continue;
                }

                // Its beginning.
                var count = random.NextInt(1, bytes.Length);
                Assert.False(PngInflate.TryRun(engine, stream, new byte[count], isWhole: true));
                var slack = PngInflate.Slack(engine);
                if (count + slack < bytes.Length)
                {
                    var part = new byte[count + slack];
                    Assert.True(
                        PngInflate.TryRun(engine, stream, part, isWhole: false), $"{engine}, seed {seed}, {count} of {bytes.Length}");
                    Assert.True(
                        bytes.AsSpan(0, count).SequenceEqual(part.AsSpan(0, count)), $"{engine}, seed {seed}, {count} of {bytes.Length}");
                }
            }
        }
    }

    [Fact]
    public void Damaged_streams_are_refused_or_give_no_byte_more_than_they_may()
    {
        foreach (var engine in Engines)
        {
            var refused = 0;
            for (var seed = 0; seed < 1500; seed++)
            {
                var random = new SeededRandom(9, seed);
                var bytes = Content(random, random.NextInt(1, 2000));
                var stream = Stream(random, bytes);
                for (var count = random.NextInt(1, 5); count > 0; count--)
                {
                    stream[random.NextInt(
                        0, random.NextBool() ? stream.Length : Math.Min(40, stream.Length))] ^= (byte)(1 << random.NextInt(0, 8));
                }

                stream = stream[..random.NextInt(random.NextBool() ? stream.Length : 0, stream.Length + 1)];
                var room = new byte[bytes.Length + 128];
                room.AsSpan().Fill(0xA5);
                var output = room.AsSpan(64, bytes.Length);
                var isRead = PngInflate.TryRun(engine, stream, output, isWhole: true);
                Assert.False(room.AsSpan(0, 64).ContainsAnyExcept((byte)0xA5), $"{engine}, seed {seed}");
                Assert.False(room.AsSpan(^64).ContainsAnyExcept((byte)0xA5), $"{engine}, seed {seed}");

                // Bits that mean nothing may be flipped: behind the last block, or twice.
                Assert.True(!isRead || bytes.AsSpan().SequenceEqual(output), $"{engine}, seed {seed}");
                refused += isRead ? 0 : 1;
            }

            Assert.InRange(refused, 1400, 1500);
        }
    }

    [Fact]
    public void A_wrong_header_or_check_sum_is_refused()
    {
        byte[] bytes = [1, 2, 3, 4];
        var stream = PngBytes.Deflate(bytes);
        foreach (var engine in Engines)
        {
            Assert.False(PngInflate.TryRun(engine, [], new byte[4], isWhole: true));
            Assert.False(PngInflate.TryRun(engine, stream.AsSpan(0, 1), new byte[4], isWhole: true));
            Assert.False(PngInflate.TryRun(engine, [0x79, .. stream[1..]], new byte[4], isWhole: true));
            Assert.False(PngInflate.TryRun(engine, [0x78, 0x20 | (0x78 * 256 % 31), .. stream[2..]], new byte[4], isWhole: true));
            Assert.False(PngInflate.TryRun(engine, [.. stream[..^1], (byte)(stream[^1] ^ 1)], new byte[4], isWhole: true));
        }
    }

    [Fact]
    public void Photographs_are_left_to_one_library_and_label_maps_to_the_other_where_both_are_there()
    {
        if (Engines.Count() == 2)
        {
            Assert.Equal(PngEngine.Isal, PngInflate.Choose(PngEngine.Fastest, 3_000_000, 6_000_000));
            Assert.Equal(PngEngine.Libdeflate, PngInflate.Choose(PngEngine.Fastest, 20_000, 2_000_000));
        }

        Assert.Equal(Engines.Any(), PngInflate.Choose(PngEngine.Fastest, 1, 1) != PngEngine.Libspng);
        Assert.Equal(PngEngine.Libspng, PngInflate.Choose(PngEngine.Libspng, 1, 1));
    }

    private static byte[] Content(SeededRandom random, int length)
    {
        var bytes = new byte[length];
        var kind = random.NextInt(0, 4);
        for (var i = 0; i < length; i++)
        {
            bytes[i] = kind switch
            {
                0 => (byte)random.NextInt(0, 256),
                1 => (byte)random.NextInt(0, 3),
                2 => (byte)((i == 0 ? 0 : bytes[i - 1]) + random.NextInt(-1, 2)),
                _ => i > 20 && random.NextBool(0.9) ? bytes[i - 1 - random.NextInt(0, 20)] : (byte)random.NextInt(0, 60),
            };
        }

        return bytes;
    }

    private static byte[] Stream(SeededRandom random, byte[] bytes) =>
        PngBytes.Deflate(bytes, (CompressionLevel)random.NextInt(0, 4));
}
