Console.Error.WriteLine("usage: Plumb.Benchmarks QUESTION; none is defined yet.");
return 2;
