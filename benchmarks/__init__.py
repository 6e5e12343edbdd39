"""Measurements of this library against hand-written code and other rule engines."""
