// Recordings and sessions of the runtime use all cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
