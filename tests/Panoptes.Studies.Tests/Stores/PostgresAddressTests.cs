using Panoptes.Foundation;
using Panoptes.Studies.Stores;
using Panoptes.Studies.Stores.Postgres;

namespace Panoptes.Studies.Tests.Stores;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://ana@db.example/studies", "postgres://ana@db.example:5432/studies")]
    [InlineData("postgresql://ana:s3cret@db:6000/studies?sslmode=verify-full&connect_timeout=3", "postgres://ana@db:6000/studies")]
    [InlineData("postgres://a%40b:s3cret%2F%3A@[::1]:7/d%20e", "postgres://a%40b@[::1]:7/d e")]
    [InlineData("postgres://ana:s3cret@one:5432,two:5433/studies", "postgres://ana@one:5432,two:5433/studies")]
    [InlineData("Host=db;Username=ana;Password=s3cret;Database=studies", "postgres://ana@db:5432/studies")]
    [InlineData("Username=ana; host = db ; Port=1;Password='s3cret;';", "postgres://ana@db:1/ana")]
    [InlineData("postgres://ana@/studies?host=/run/postgresql", "postgres://ana@/run/postgresql/studies")]
    public void An_address_is_read_and_shown_without_its_password(string text, string shown)
    {
        Assert.True(PostgresAddress.IsOne(text));
        var settings = PostgresAddress.Parse(text);
        Assert.Equal(shown, PostgresAddress.Show(settings));
        Assert.Equal(text.Contains("s3cret"), settings.Password?.StartsWith("s3cret") ?? false);
    }

    [Fact]
    public void Settings_of_an_address_are_npgsqls()
    {
        var settings = PostgresAddress.Parse("postgres://a@h/d?sslmode=verify-full&connect_timeout=3&application_name=mine&Keepalive=2");
        Assert.Equal(
            (Npgsql.SslMode.VerifyFull, 3, "mine", 2, 5432),
            (settings.SslMode, settings.Timeout, settings.ApplicationName, settings.KeepAlive, settings.Port));
        Assert.Equal("s3cret/:", PostgresAddress.Parse("postgres://a:s3cret%2F%3A@h").Password);
    }

    [Theory]
    [InlineData("Host=h;Password=abc;s3cret=x")]
    [InlineData("Host=h;Password=abc;s3cret")]
    [InlineData("Host=h;Port=s3cret")]
    [InlineData("postgres://a:b@s3cret@h/d")]
    [InlineData("postgres://a:b@h/d?s3cret=1")]
    [InlineData("Host=;Password=s3cret")]
    public void What_cannot_be_read_is_not_quoted(string text)
    {
        var error = Assert.Throws<InputException>(() => StudyStores.Open(text, "/nowhere", "study"));
        Assert.StartsWith("store: found ", error.Message);
        Assert.DoesNotContain("s3cret", $"{error}");
    }

    [Fact]
    public void A_mistyped_key_is_answered_with_the_nearest() =>
        Assert.Contains(
            "did you mean Username?",
            Assert.Throws<InputException>(() => PostgresAddress.Parse("Host=h;Usrname=a")).Message, StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("study.db")]
    [InlineData("/data/host=1/study.db")]
    [InlineData("mysql://h/d")]
    public void Other_texts_are_none(string text) => Assert.False(PostgresAddress.IsOne(text));
}
