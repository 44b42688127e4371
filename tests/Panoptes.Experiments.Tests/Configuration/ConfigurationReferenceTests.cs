namespace Panoptes.Experiments.Tests.Configuration;

public sealed class ConfigurationReferenceTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "configuration.md");

    [Fact]
    public void The_page_of_settings_is_what_the_code_says()
    {
        var generated = ConfigurationReference.Markdown();
        if (Environment.GetEnvironmentVariable("PANOPTES_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Page, generated);
        }

        Assert.True(
            File.Exists(Page) && File.ReadAllText(Page) == generated,
            "docs/configuration.md is out of date: run PANOPTES_UPDATE_DOCS=1 dotnet test tests/Panoptes.Experiments.Tests");
    }
}
