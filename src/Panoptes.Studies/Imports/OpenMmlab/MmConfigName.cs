using System.Globalization;
using System.Text.RegularExpressions;

namespace Panoptes.Studies.Imports.OpenMmlab;

/// <summary>
/// What the name of a configuration of OpenMMLab says, by their rule: <c>{model}_{devices}xb{batch}-{length}_{data}-{crop}</c>, and before
/// that <c>{model}_{crop}_{length}_{data}</c>.
/// </summary>
/// <param name="Model">The model; empty where it does not say.</param>
/// <param name="Data">The data; empty where it does not say.</param>
/// <param name="Devices">Devices; null where it does not say.</param>
/// <param name="BatchOfDevice">Images of a device; null where it does not say.</param>
internal sealed partial record MmConfigName(string Model, string Data, int? Devices, int? BatchOfDevice)
{
    /// <summary>Reads a name without its ending.</summary>
    public static MmConfigName Of(string name)
    {
        if (Now().Match(name) is { Success: true } now)
        {
            return new MmConfigName(
                now.Groups["model"].Value, now.Groups["data"].Value, Number(now.Groups["devices"]), Number(now.Groups["batch"]));
        }

        return Before().Match(name) is { Success: true } before
            ? new MmConfigName(before.Groups["model"].Value, before.Groups["data"].Value, null, null)
            : new MmConfigName("", "", null, null);
    }

    private static int? Number(Group group) =>
        int.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    [GeneratedRegex(@"^(?<model>[\w.+-]{1,100}?)_(?<devices>\d{1,4})xb(?<batch>\d{1,5})(?:-[a-z0-9-]{1,40})?_(?<data>[A-Za-z0-9]+)")]
    private static partial Regex Now();

    [GeneratedRegex(@"^(?<model>[A-Za-z0-9_.+-]{1,100}?)_\d{2,4}x\d{2,4}_(?:\d{1,2}x\d{1,2}_)?\d{1,4}[ke]_(?<data>[A-Za-z0-9]+)")]
    private static partial Regex Before();
}
