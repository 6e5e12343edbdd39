"""What a change of rules does, as a page to read, print and sign."""
