using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Plumb.Formats.Tests")]
[assembly: InternalsVisibleTo("Plumb.Benchmarks")]
