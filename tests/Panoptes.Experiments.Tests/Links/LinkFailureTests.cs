using Panoptes.Experiments.Links;
using Panoptes.Foundation;
using Panoptes.Training.Collectives;

namespace Panoptes.Experiments.Tests.Links;

/// <summary>What is said where processes do not find each other.</summary>
public sealed class LinkFailureTests
{
    [Theory]
    [InlineData("127.0.1.1", 4, true)]
    [InlineData("127.0.0.1", 4, true)]
    [InlineData("::1", 4, true)]
    [InlineData("10.0.0.7", 4, false)]
    [InlineData("127.0.1.1", 8, false)]
    public void An_address_that_only_this_machine_reaches_is_refused_where_there_are_others(string own, int here, bool isRefused)
    {
        var place = Place(0, here);
        if (isRefused)
        {
            var error = Assert.Throws<InputException>(() => LinkFailure.RequireReachable(place, own));
            Assert.Equal(("MASTER_ADDR", true), (error.Source, error.Found.Contains(own)));
        }
        else
        {
            LinkFailure.RequireReachable(place, own);
        }
    }

    [Theory]
    [InlineData(LinkStage.Store, 1, "The client socket has timed out after 60s", "nobody who listens there within 60 s")]
    [InlineData(LinkStage.Join, 1, "Socket Timeout", "fewer than 8 processes within 60 s")]
    [InlineData(LinkStage.Join, 1, "Wait timeout after 60000ms waiting for keys: /first/0", "fewer than 8 processes")]
    [InlineData(LinkStage.Join, 1, "[gloo/transport/tcp/device.cc:84] connect [10.0.0.7]:4711: No route to host", "no connection")]
    [InlineData(LinkStage.Measure, 1, "[gloo/pair.cc:5] Connection closed by peer [10.0.0.8]:1", "another process that ended or hangs")]
    public void Each_failure_is_one_line_with_what_to_do(LinkStage stage, int rank, string reason, string expected)
    {
        var error = LinkFailure.Of(reason, Place(rank, 4), stage, "10.0.0.7", TimeSpan.FromSeconds(60));
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_file_that_cannot_be_made_is_named()
    {
        var place = Place(0, 4) with { Rendezvous = Rendezvous.AtFile("/none/store") };
        foreach (var stage in new[] { LinkStage.Store, LinkStage.Join })
        {
            var error = LinkFailure.Of("open(/none/store): No such file or directory", place, stage, "", TimeSpan.FromSeconds(1));
            Assert.Equal(("/none/store", true), (error.Source, error.Found.StartsWith("a file at which")));
        }
    }

    private static ProcessPlace Place(int rank, int here) => new()
    {
        Rank = rank,
        Size = 8,
        LocalRank = rank,
        LocalSize = here,
        Rendezvous = Rendezvous.AtAddress("node1", 29500),
        Source = LaunchConvention.Torchrun,
    };
}
