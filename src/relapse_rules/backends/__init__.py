"""RUN: every way to execute a program, each bound to agree with the reference."""
