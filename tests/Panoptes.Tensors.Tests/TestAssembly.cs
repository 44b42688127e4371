// The seeds, the thread count and the count of living tensors are the process's: tests that watch them must not run beside others.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
