"""Proofs about programs, by cases: what no record can show, what changes nothing."""
