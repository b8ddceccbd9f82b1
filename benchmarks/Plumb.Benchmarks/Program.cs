using Plumb.Benchmarks;

return Questions.Run(args);
