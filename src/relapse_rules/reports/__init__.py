"""Pages to read, print and sign: what they say as blocks, and how those look."""
