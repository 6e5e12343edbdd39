"""A program as formulas for a solver, and a record of which every fact is open."""
