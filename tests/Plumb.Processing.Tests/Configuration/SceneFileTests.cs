using Plumb.Processing.Configuration;
using Plumb.Simulation;

namespace Plumb.Processing.Tests.Configuration;

public sealed class SceneFileTests
{
    public static TheoryData<string> Scenes => ["default", "small mine", "bowl"];

    [Theory]
    [MemberData(nameof(Scenes))]
    public void A_scene_comes_back_the_same(string name)
    {
        var scene = name switch { "small mine" => Scene.SmallMine(), "bowl" => Scene.Bowl(), _ => new Scene() };

        var text = SettingsWriter.Write(scene, comments: false);
        var read = SettingsReader.Read<Scene>(text, "scene.yaml");

        Assert.Equal(text, SettingsWriter.Write(read, comments: false));
        Assert.Equal(scene.Panels, read.Panels);
        Assert.Equal(scene.Decorrelation.Classes, read.Decorrelation.Classes);
        Assert.Equal(scene.Atmosphere, read.Atmosphere);
        Assert.Equal(scene.Seed, read.Seed);
    }

    [Fact]
    public void A_mistyped_name_in_a_scene_is_refused_by_line()
    {
        var error = Assert.Throws<RequestException>(() => SettingsReader.Read<Scene>("name: x\npanels:\n  - depht: 300\n", "scene.yaml"));

        Assert.Equal("scene.yaml:3: there is no setting 'depht' in panels[1]; did you mean 'depth'?", error.Message);
    }
}
