"""The words of policy files in two languages, and how an expression is cut into words.

Behind this room everything sees one spelling, the English one.
"""
