using Panoptes.Models.Catalog;
using Panoptes.Models.Catalog.Families.Dilated;
using Panoptes.Models.Catalog.Families.Segformer;
using Panoptes.Models.Catalog.Families.Segnext;
using Panoptes.Models.Catalog.Families.Swin;

namespace Panoptes.Models.Tests.Catalog;

/// <summary>Configurations of models with thin heads, for tests that go over families.</summary>
internal static class ThinModels
{
    /// <summary>A model whose head has a given width, where its family lets one choose.</summary>
    public static ModelConfig Of(string name, int channels, int classes = 4) => new()
    {
        Name = name,
        NumClasses = classes,
        Options = ModelCatalog.BuiltIn.Defaults(name) switch
        {
            DilatedOptions options => options with { HeadChannels = channels },
            SegformerOptions options => options with { HeadChannels = channels },
            SegnextOptions options => options with { HeadChannels = channels },
            SwinOptions options => options with { HeadChannels = channels },
            var other => other,
        },
    };
}
