"""MEAN: expression text becomes allow-listed syntax, then names, types and units."""
