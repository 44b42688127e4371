// Tests count live tensors, which are the whole process's, and each uses all cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
