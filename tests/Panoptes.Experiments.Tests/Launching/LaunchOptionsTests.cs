using Panoptes.Experiments.Launching;
using Panoptes.Foundation;

namespace Panoptes.Experiments.Tests.Launching;

/// <summary>Which options fit each other.</summary>
public sealed class LaunchOptionsTests
{
    private static readonly LaunchOptions Two = new() { Processes = 4, Hosts = 2, Host = 1, Address = "node1:29500" };

    [Fact]
    public void Ranks_count_on_over_hosts()
    {
        Two.Validate();
        Assert.Equal((8, 4), (Two.Size, Two.FirstRank));
        new LaunchOptions { Processes = 256 }.Validate();
    }

    [Theory]
    [InlineData("node1:29500", "node1", 29500)]
    [InlineData("10.0.0.1:1", "10.0.0.1", 1)]
    [InlineData("[fe80::1]:65535", "fe80::1", 65535)]
    public void An_address_has_a_host_and_a_port(string text, string host, int port) =>
        Assert.Equal((host, port), (Two with { Address = text }).Endpoint());

    [Theory]
    [InlineData("node1")]
    [InlineData(":29500")]
    [InlineData("node1:")]
    [InlineData("node1:0")]
    [InlineData("node1:65536")]
    [InlineData("node1:http")]
    [InlineData("fe80::1:29500")]
    [InlineData("no de:29500")]
    [InlineData("")]
    public void A_wrong_address_is_refused(string text) => Refused(Two with { Address = text }, "--address");

    [Fact]
    public void What_is_out_of_range_or_does_not_fit_is_refused()
    {
        Refused(Two with { Processes = 0 }, "--processes");
        Refused(Two with { Processes = 257 }, "--processes");
        Refused(Two with { Hosts = 0 }, "--hosts");
        Refused(Two with { Host = 2 }, "--host");
        Refused(Two with { Host = -1 }, "--host");
        Refused(Two with { Restarts = -1 }, "--restarts");
        Refused(Two with { Grace = -1 }, "--grace");
        Refused(Two with { Grace = double.NaN }, "--grace");
        Refused(Two with { Logs = " " }, "--logs");
        Refused(Two with { Address = null }, "--address");
        Refused(Two with { Hosts = 1, Host = 0 }, "--address");
    }

    private static void Refused(LaunchOptions options, string option) =>
        Assert.Equal(option, Assert.Throws<InputException>(options.Validate).Source);
}
