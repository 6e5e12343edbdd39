"""Tests in OpenFisca's dialect of YAML, taken over as cases; what has no place is told."""
