"""Workbooks for people: templates, results, lists of problems, and thresholds."""
