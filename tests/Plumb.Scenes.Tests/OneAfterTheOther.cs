// Each scene test runs the whole program, which takes all cores and the memory budget for itself, as a user's run does.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
