"""Files of households, opened by their ending and read in chunks."""
