using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Panoptes.Dashboard.Catalog;
using Panoptes.Dashboard.Curves;
using Panoptes.Dashboard.Files;
using Panoptes.Dashboard.Notes;
using Panoptes.Dashboard.Pages;
using Panoptes.Reports.Pages;

namespace Panoptes.Dashboard.Serving;

/// <summary>What scripts ask for, as JSON.</summary>
internal sealed class DataEndpoints(Workbench bench)
{
    private const int MostTagged = 500;

    /// <summary>A page of runs: filtered, sorted and paged as the list is.</summary>
    public Task Runs(HttpContext context)
    {
        var query = RunQuery.Parse(name => context.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null);
        var listing = RunListing.Of(bench.Catalog.All(), query);
        return Answers.Json(context, new
        {
            listing.Total,
            listing.All,
            listing.Query.Page,
            listing.Pages,
            bench.Catalog.IsComplete,
            Runs = listing.Rows,
        });
    }

    /// <summary>A run.</summary>
    public Task Run(HttpContext context) => bench.Run(context) is { } run ? Answers.Json(context, run) : Answers.Missing(context);

    /// <summary>The charts of a run's page, and how it stands.</summary>
    public Task Charts(HttpContext context)
    {
        if (bench.Run(context) is not { } run)
        {
            return Answers.Missing(context);
        }

        return Answers.IsKnown(context, Mark([run]))
            ? Task.CompletedTask : Drawn(context, RunDetailPage.Charts(run) ?? new PageData(), run);
    }

    /// <summary>Charts of several runs.</summary>
    public Task Overlay(HttpContext context)
    {
        var runs = bench.Runs(context);
        if (runs.Count is 0 or > OverlayCharts.MostRuns)
        {
            return Answers.Missing(context);
        }

        return Answers.IsKnown(context, Mark(runs)) ? Task.CompletedTask : Drawn(
            context, OverlayCharts.Of([.. runs.Select(run => (run, bench.Curves.Read(run)))], Workbench.Axis(context)), null);
    }

    /// <summary>The end of a log, or what was added since a byte of it.</summary>
    public Task Log(HttpContext context)
    {
        if (bench.Run(context) is not { } run)
        {
            return Answers.Missing(context);
        }

        var named = context.Request.Query["file"].ToString();
        var isEvents = named is "" or LogSection.Events;
        var files = new RunFiles(run.FilesRoot);
        if (files.Find(isEvents ? run.Inner("events.jsonl") : named) is not { } path)
        {
            return Answers.Json(context, new { Text = "", End = 0L, Anew = true });
        }

        var from = long.TryParse(context.Request.Query["from"], CultureInfo.InvariantCulture, out var given) ? given : -1;
        var tail = LogTail.Read(path, from);
        return Answers.Json(context, new
        {
            Text = isEvents ? EventWords.Of(tail.Text) : tail.Text,
            tail.End,
            Anew = from < 0 || from > tail.End || tail.Start != from,
        });
    }

    /// <summary>Changes what is said of a run; refused where somebody else changed it since.</summary>
    public async Task Note(HttpContext context)
    {
        if (bench.Run(context) is not { } run)
        {
            await Answers.Missing(context);
            return;
        }

        if (await Answers.Sent<RunNote>(context) is not { Tags: not null, Text: not null, By: not null } edit)
        {
            await Fault(context, "not a note");
            return;
        }

        var (now, isTaken) = new RunNoteFile(run.FullPath, bench.Time).Write(edit);
        bench.Catalog.Reread(run.Id);
        await Answers.Json(context, now, isTaken ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
    }

    /// <summary>Adds and removes tags of several runs.</summary>
    public async Task Tags(HttpContext context)
    {
        if (await Answers.Sent<TagEdit>(context) is not { Runs: { Count: > 0 and <= MostTagged } } edit)
        {
            await Fault(context, $"name 1 to {MostTagged} runs");
            return;
        }

        var count = 0;
        foreach (var run in edit.Runs.Distinct().Select(bench.Catalog.Find).OfType<RunEntry>())
        {
            new RunNoteFile(run.FullPath, bench.Time).Tag(edit.Add ?? [], edit.Remove ?? [], edit.By ?? "");
            bench.Catalog.Reread(run.Id);
            count++;
        }

        await Answers.Json(context, new { Changed = count });
    }

    private static string Mark(IReadOnlyList<RunEntry> runs) => string.Join('-', runs.Select(run => string.Create(
        CultureInfo.InvariantCulture, $"{run.Updated.Ticks}.{run.Step}.{run.State}")));

    private static Task Fault(HttpContext context, string fault) =>
        Answers.Json(context, new { Fault = fault }, StatusCodes.Status400BadRequest);

    // As pages hold charts: numbers as short as a chart can show.
    private static Task Drawn(HttpContext context, PageData data, RunEntry? run)
    {
        var (color, text) = run is null ? ("", "") : RunText.State(run.State);
        var answer = new { data.Resumes, data.Charts, Color = color, State = text, run?.Step };
        return Answers.Text(context, JsonSerializer.Serialize(answer, PageData.Json), "application/json; charset=utf-8");
    }

    private sealed record TagEdit(
        IReadOnlyList<string>? Runs, IReadOnlyList<string>? Add, IReadOnlyList<string>? Remove, string? By);
}
