using System.Text;

namespace Panoptes.Foundation.Tests;

/// <summary>The hash is the published one: numbers that were drawn by it stay the same.</summary>
public sealed class StableHashTests
{
    [Theory]
    [InlineData("", 0xcbf29ce484222325UL)]
    [InlineData("a", 0xaf63dc4c8601ec8cUL)]
    [InlineData("foobar", 0x85944171f73967e8UL)]
    public void Known_texts_have_their_published_hashes(string text, ulong expected)
    {
        Assert.Equal(expected, StableHash.Of<byte>(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(expected, StableHash.Of<char>(text));
    }

    [Fact]
    public void Letters_count_whole() => Assert.NotEqual(StableHash.Of<char>("ā"), StableHash.Of<char>("\u0001"));
}
