using Plumb.Processing.Progress;
using Plumb.Processing.Runs;
using Plumb.Processing.Stages;

var session = RunSession.Open(args[0], () => new MaskStage(), SilentProgress.Instance, new RunOptions(), default);
foreach (var (stage, summary) in session.Chain.Run())
{
    Console.WriteLine($"{stage}: {summary}");
}
