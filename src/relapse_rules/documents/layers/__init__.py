"""The files of a policy, and one tree laid over another."""
