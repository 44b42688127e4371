using Panoptes.Experiments.Tests;
using Panoptes.Experiments.Tests.Configuration;
using Panoptes.Studies.Settings;

namespace Panoptes.Studies.Tests.Settings;

public sealed class StudyReferenceTests
{
    private const string Head = """
        # Settings of a study

        This page is generated from the code: `PANOPTES_UPDATE_DOCS=1 dotnet test tests/Panoptes.Studies.Tests` writes it anew. What a study
        is, and an example, is in [Studies](studies.md); what its `set` may change is every [setting of a run](configuration.md).

        """;

    private static readonly string Page = Path.Combine(Repository.Root, "docs", "study-settings.md");

    [Fact]
    public void The_page_of_a_study_s_settings_is_what_the_code_says()
    {
        var generated = ConfigurationReference.Markdown(Head, new StudyConfig());
        if (Environment.GetEnvironmentVariable("PANOPTES_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Page, generated);
        }

        Assert.True(
            File.Exists(Page) && File.ReadAllText(Page) == generated,
            "docs/study-settings.md is out of date: run PANOPTES_UPDATE_DOCS=1 dotnet test tests/Panoptes.Studies.Tests");
    }
}
