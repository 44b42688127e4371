using Panoptes.Experiments.Launching;

namespace Panoptes.Studies.Attempts;

/// <summary>What an attempt at a cell needs besides the cell.</summary>
/// <param name="Program">The command of this program with a verb and its arguments.</param>
/// <param name="Grace">How long a training has to save what it did once it is asked to stop.</param>
/// <param name="Say">Told what happens, a line each.</param>
/// <param name="Changed">Told whenever the cell's folder has changed enough to be listed anew.</param>
public sealed record AttemptOptions(
    Func<IReadOnlyList<string>, ChildCommand> Program, TimeSpan Grace, Action<string> Say, Action Changed);
