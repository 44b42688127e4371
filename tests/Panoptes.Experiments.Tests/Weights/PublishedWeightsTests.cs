using Panoptes.Data.Classes;
using Panoptes.Experiments.Recipes;
using Panoptes.Experiments.Sessions;
using Panoptes.Experiments.Weights;
using Panoptes.Foundation;
using Panoptes.Models.Catalog;
using Panoptes.Tests;

namespace Panoptes.Experiments.Tests.Weights;

public sealed class PublishedWeightsTests
{
    [Fact]
    public void Every_entry_has_a_name_of_its_own_a_place_a_source_and_models_that_exist()
    {
        Assert.Equal(PublishedWeights.All.Count, PublishedWeights.All.Select(weights => weights.Name).Distinct().Count());
        Assert.All(PublishedWeights.All, weights =>
        {
            Assert.True(weights.Address is null != weights.Page is null, weights.Name);
            Assert.StartsWith("https://", weights.Address ?? weights.Page);
            Assert.StartsWith("https://", weights.SourcePage);
            Assert.All(weights.Models, pattern => Assert.Contains(
                ModelCatalog.BuiltIn.Names, name => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, false)));
            Assert.DoesNotContain(weights.Name, ModelCatalog.BuiltIn.Names);
            Assert.DoesNotContain(weights.Name, PublishedRecipes.Names);
        });
    }

    [Fact]
    public void Every_whole_network_has_settings_and_a_class_table_that_fit_its_model()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("weights.pth", "");
        foreach (var weights in PublishedWeights.All.Where(weights => weights.IsWhole))
        {
            var isOne = weights.Models is [var only] && !only.Contains('*');
            var model = FileModel.Of(ModelSource.OfFile(
                isOne ? weights.Name : "segformer_b0", file, isOne ? null : "cityscapes"), []);
            Assert.Equal(isOne, weights.Fits(model.Config.Model.Name) && model.Published is not null);
            Assert.Contains(model.Classes.Count, (int[])[19, 21, 80, 133]);
            var classes = model.Config.Model.Family.ForClasses(model.Config.Model, model.Classes.Count, [.. model.Classes.Things]);
            classes.Validate();
        }
    }

    [Fact]
    public void Checksums_are_read_from_names_only_where_the_source_says_that_they_stand_there()
    {
        Assert.Equal("sha256 2376f12b...", PublishedWeights.Get("pspnet_r50-cityscapes").Checksum!.ToString());
        Assert.Equal("md5 94dc52...", PublishedWeights.Get("mask2former_r50-coco-panoptic").Checksum!.ToString());
        Assert.Null(PublishedWeights.Get("espnetv2_200-cityscapes").Checksum);
        Assert.Null(WeightChecksum.OfName(NamedChecksum.None, "resnet50-0676ba61.pth"));
        var error = Assert.Throws<InputException>(() => PublishedWeights.Get("pspnet_r50-cityscape"));
        Assert.Contains("did you mean 'pspnet_r50-cityscapes'?", error.Message);
        Assert.Contains("weights for eomt_l are", Assert.Throws<InputException>(() => PublishedWeights.Get("eomt_l")).Message);
    }

    [Fact]
    public void Categories_of_coco_have_their_ids_and_a_model_of_objects_their_things_alone()
    {
        var (all, things) = (BuiltInClassTables.Get("coco_panoptic"), BuiltInClassTables.Get("coco_instance"));
        Assert.Equal((133, 80), (all.Count, things.Count));
        Assert.Equal(("toothbrush", 90, true), (all[79].Name, all[79].RawId, all[79].IsThing));
        Assert.Equal(("rug-merged", 200, false), (all[132].Name, all[132].RawId, all[132].IsThing));
        Assert.Equal(things.Names, all.Names.Take(80));
        Assert.Equal(("tvmonitor", "#004080"), (BuiltInClassTables.Get("voc")[20].Name, BuiltInClassTables.Get("voc")[20].Color.Hex));
    }
}
