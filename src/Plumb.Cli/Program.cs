using System.CommandLine;

var root = new RootCommand("Plumb measures how the ground moves, from satellite radar.");
return root.Parse(args).Invoke();
