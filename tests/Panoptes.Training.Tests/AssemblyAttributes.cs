// The tensor engine's generators and thread count belong to the process, so tests that train take turns.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
