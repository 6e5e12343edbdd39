"""A policy on one day as a document that an office can read and sign."""
