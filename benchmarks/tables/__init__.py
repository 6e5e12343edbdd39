"""Many households in memory: our columns beside the same rules written by hand."""
