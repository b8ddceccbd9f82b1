using Plumb.Processing.Configuration;

namespace Plumb.Processing.Tests.Configuration;

public sealed class SettingsPageTests
{
    /// <summary>PLUMB_WRITE_DOCS=1 writes the page anew instead of comparing it.</summary>
    [Fact]
    public void The_page_of_the_settings_is_current()
    {
        var page = Path.Combine(Checkout(), "docs", "settings.md");
        if (Environment.GetEnvironmentVariable("PLUMB_WRITE_DOCS") == "1")
        {
            File.WriteAllText(page, SettingsPage.Write());
        }

        Assert.True(
            File.ReadAllText(page) == SettingsPage.Write(),
            "docs/settings.md does not show the settings as they are now; 'make docs' writes it anew.");
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Plumb.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a checkout of Plumb.");
    }
}
