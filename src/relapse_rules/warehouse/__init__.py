"""Decisions where the records are kept: tables of DuckDB and Spark, and text for both."""
