using System.Diagnostics;
using System.Globalization;

namespace Plumb.Scenes.Tests.Runs;

/// <summary>A run that was killed or stopped ends, when it is run again, with the bytes of one that was not.</summary>
public sealed class ResumeTests(SceneLibrary scenes)
{
    [Fact]
    public void Twenty_kills_leave_the_same_bytes()
    {
        var expected = scenes.Finished.Digest();
        var random = new Random(20220103);
        var whole = TimeSpan.Zero;
        using (var timed = new RunFolder(scenes.Small))
        {
            var clock = Stopwatch.StartNew();
            using var process = Invocation.Start("run", timed.SettingsFile);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            whole = clock.Elapsed;
            RunFolder.Same(expected, timed.Digest());
        }

        var (kills, finished) = (0, 0);
        using var run = new RunFolder(scenes.Small);
        for (var attempt = 0; attempt < 60 && kills < 20; attempt++)
        {
            using var process = Invocation.Start("run", run.SettingsFile);
            if (process.WaitForExit(whole * (0.1 + (0.9 * random.NextDouble()))))
            {
                Assert.Equal(0, process.ExitCode);
                RunFolder.Same(expected, run.Digest());
                Directory.Delete(run.Out, recursive: true);
                finished++;
            }
            else
            {
                process.Kill();
                process.WaitForExit();
                kills++;
            }
        }

        Assert.True(kills == 20, $"{kills} kills, {finished} runs to the end");
        RunFolder.Same(expected, run.Done().Digest());
    }

    [Fact]
    public void Interrupted_run_says_so_and_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals to send on Windows.");
        using var run = new RunFolder(scenes.Small);
        using (var process = Invocation.Start("run", run.SettingsFile))
        {
            var started = Path.Combine(run.Out, "journal", "import.json");
            var patience = Stopwatch.StartNew();
            while (!File.Exists(started) && !process.HasExited && patience.Elapsed < TimeSpan.FromSeconds(60))
            {
                Thread.Sleep(2);
            }

            NativeTool.Run("sh", "-c", "kill -INT " + process.Id.ToString(CultureInfo.InvariantCulture));
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 3, $"ended with {process.ExitCode}: {error}");
            Assert.Contains("goes on where it stopped", error, StringComparison.Ordinal);
        }

        Invocation.Done("why", run.SettingsFile).Expect(0, "runs");
        RunFolder.Same(scenes.Finished.Digest(), run.Done().Digest());
    }

    [Fact]
    public void Two_runs_do_not_work_in_one_folder()
    {
        using var run = new RunFolder(scenes.Small);
        Directory.CreateDirectory(Path.Combine(run.Out, "journal"));
        using (new FileStream(Path.Combine(run.Out, "journal", "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            run.Run().Expect(2, "Another run is at work", run.Out);
        }

        run.Done("--until", "network");
    }
}
