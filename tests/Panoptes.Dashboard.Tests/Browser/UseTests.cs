using Microsoft.Playwright;
using Panoptes.Experiments.Events;
using Panoptes.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Panoptes.Dashboard.Tests.Browser;

[Trait("Speed", "Slow")]
public sealed class UseTests(BrowserSession session) : IClassFixture<BrowserSession>
{
    [BrowserFact]
    public async Task Typing_filters_the_list_in_place()
    {
        var page = await session.Open("/");
        await Expect(Rows(page)).ToHaveCountAsync(5);

        await page.GetByLabel("search").FillAsync("crops");

        await Expect(Rows(page)).ToHaveCountAsync(2);
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("q=crops"));
        await Expect(page.GetByLabel("search")).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task Keys_alone_sort_choose_and_overlay()
    {
        var page = await session.Open("/");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByText("Skip to the content")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToBeFocusedAsync();

        var head = page.Locator("th a", new() { HasTextString = "name" });
        await head.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("th[aria-sort=ascending]")).ToHaveTextAsync("name");
        await Expect(head).ToBeFocusedAsync();

        await page.GetByLabel("choose crops", new() { Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByLabel("choose crops-ibs").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(page.Locator("#picked")).ToContainTextAsync("2 chosen");
        await page.GetByRole(AriaRole.Button, new() { Name = "Overlay curves" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("h1")).ToHaveTextAsync("Curves of 2 runs");
        var chart = page.Locator(".chart svg").First;
        await chart.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("#tip")).ToContainTextAsync("step 10");
    }

    [BrowserFact]
    public async Task Curves_are_smoothed_or_raw_and_their_axis_changes()
    {
        var page = await session.Open($"/overlay?run={session.Id("sample-run")}");
        var line = page.Locator(".chart path[stroke-opacity='1']").First;
        var smooth = await line.GetAttributeAsync("d");
        await Expect(page.Locator(".chart").First.Locator("path[stroke-opacity='0.25']")).ToHaveCountAsync(1);

        await page.GetByLabel("smoothing").FillAsync("0");
        Assert.NotEqual(smooth, await line.GetAttributeAsync("d"));
        await page.GetByRole(AriaRole.Link, new() { Name = "samples" }).ClickAsync();

        await Expect(page.Locator(".choice [aria-current]")).ToHaveTextAsync("samples");
        await Expect(page.Locator(".chart").First).ToContainTextAsync("16 000");
    }

    [BrowserFact]
    public async Task Two_users_at_one_note_do_not_write_over_each_other()
    {
        var path = $"/run/{session.Id("crops")}";
        var (ada, bob) = (await session.Open(path), await session.Open(path));
        await ada.GetByLabel("your name").FillAsync("Ada");
        await ada.GetByLabel("tags, with commas between").FillAsync("baseline");
        await ada.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(ada.Locator("#note-state")).ToHaveTextAsync("saved");

        await bob.GetByLabel("note", new() { Exact = true }).FillAsync("<b>crops</b> too small");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(bob.Locator("#note-conflict")).ToContainTextAsync("Ada changed it meanwhile");
        await Expect(bob.Locator("#note-conflict")).ToContainTextAsync("tags: baseline");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Keep mine" }).ClickAsync();
        await Expect(bob.Locator("#note-state")).ToHaveTextAsync("saved");

        await ada.GotoAsync($"{session.Root}/?q=small");
        await Expect(Rows(ada)).ToHaveCountAsync(3);
    }

    [BrowserFact]
    public async Task A_run_that_goes_on_is_followed()
    {
        var page = await session.Open($"/run/{session.Id("live")}");
        await Expect(page.Locator("#log-text")).ToContainTextAsync("loss 3");

        session.Folder.Log.Write(new TrainPoint { Step = 40, Loss = 1.25 });
        session.Folder.Log.Write(new TrainPoint { Step = 50, Loss = 1.125 });

        await Expect(page.Locator("#log-text")).ToContainTextAsync("loss 1.125");
        await Expect(page.Locator("#progress")).ToHaveTextAsync("50");
        await Expect(page.Locator(".chart").First.Locator("path[stroke-opacity='1']").First).ToHaveAttributeAsync(
            "d", new System.Text.RegularExpressions.Regex("L.*L"));
    }

    [BrowserFact]
    public async Task A_report_draws_its_charts_and_can_ask_this_program_for_nothing()
    {
        var page = await session.Open($"/run/{session.Id("sample-run")}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Report", Exact = true }).ClickAsync();
        await Expect(page.Locator(".chart path").First).ToBeVisibleAsync();

        var asked = await page.EvaluateAsync<string>("fetch('/api/runs').then(() => 'answered', () => 'refused')");
        var cookie = await page.EvaluateAsync<string>("(() => { try { return document.cookie; } catch { return 'none'; } })()");

        Assert.Equal(("refused", "none"), (asked, cookie));
    }

    [BrowserFact]
    public async Task The_command_that_makes_a_run_again_is_one_click_away()
    {
        var page = await session.Open($"/run/{session.Id("sample-run")}");
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await page.Locator(".reproduce .copybutton").ClickAsync();

        await Expect(page.Locator(".reproduce .copybutton")).ToHaveTextAsync("copied");
        Assert.Contains("./panoptes train", await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [BrowserFact]
    public async Task Pictures_are_enlarged_by_keys_and_the_theme_stays()
    {
        var page = await session.Open($"/compare?{session.Samples}");
        await page.Locator("#same .panel").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#zoom")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#zoom")).ToBeHiddenAsync();

        await page.GetByLabel("light or dark").ClickAsync();
        await page.GotoAsync($"{session.Root}/");

        Assert.Equal("dark", await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).colorScheme"));
    }

    [BrowserFact]
    public async Task No_page_asks_another_machine()
    {
        foreach (var path in new[]
        {
            "/", "/studies", $"/run/{session.Id("sample-run")}", $"/run/{session.Id("sample-run")}/files/report.html",
            $"/compare?{session.Samples}", $"/overlay?run={session.Id("crops")}",
        })
        {
            var page = await session.Open(path);
            await page.WaitForTimeoutAsync(500);
        }

        Assert.NotEmpty(session.Asked);
        Assert.All(session.Asked, address => Assert.True(
            address.StartsWith(session.Root, StringComparison.Ordinal) || address.StartsWith("data:", StringComparison.Ordinal), address));
    }

    private static ILocator Rows(IPage page) => page.Locator("table.runs tbody tr");
}
